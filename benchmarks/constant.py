"""The floor of the API's throughput: FastAPI that answers a constant: ``python -m benchmarks.constant SIZE``."""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI, Response

from scoring.api.limits import BoundedProtocol
from scoring.ports import bind


def main() -> None:
    """Serve until killed."""
    app, body = FastAPI(), b"x" * int(sys.argv[1])

    @app.get("/")
    async def constant() -> Response:
        return Response(body, media_type="application/json")

    with bind() as bound:
        config = uvicorn.Config(app, http=BoundedProtocol, ws="none", log_level="warning", access_log=False)
        bound.listen()
        print(f"constant: http://127.0.0.1:{bound.getsockname()[1]}/", flush=True)
        uvicorn.Server(config).run(sockets=[bound])


if __name__ == "__main__":
    main()
