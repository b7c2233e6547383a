"""The OpenAPI pages, from this machine alone: no script, style or picture comes from elsewhere."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from scoring.api.parameters import only_declared_parameters

ASSETS = ("fastapi_offline", "static")
# validatorUrl: without it Swagger UI asks a server elsewhere whether the description is valid.
SETTINGS = {"url": "openapi.json", "dom_id": "#pages", "validatorUrl": None, "deepLinking": True}
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="assets/swagger-ui.css">
</head>
<body>
<div id="pages"></div>
<script src="assets/swagger-ui-bundle.js"></script>
<script>{script}</script>
</body>
</html>
"""
SCRIPT = f"SwaggerUIBundle({json.dumps(SETTINGS)})"
# What the pages may load and run, said to the browser too: of scripts in the page this one alone, by its hash.
ONLY_OWN = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    f"script-src 'self' 'sha256-{b64encode(sha256(SCRIPT.encode()).digest()).decode()}'; frame-ancestors 'self'"
)
# JupyterHub's proxies, Binder's among them, pass the visitor's token on in the address that they open.
Passed = Annotated[str, Query(alias="token")]


class Assets(StaticFiles):
    """Scripts and styles of the pages; like every address of ours they take no parameter that they do not know."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file."""
        await only_declared_parameters(Request(scope))
        return await super().get_response(path, scope)


def add_pages(app: FastAPI) -> None:
    """Serve the pages at /docs; addresses in them are relative, so that they work behind a proxy's prefix too."""
    app.mount("/assets", Assets(packages=[ASSETS]), name="assets")
    page = PAGE.format(title=app.title, script=SCRIPT)

    as_page: dict[str, Any] = {"include_in_schema": False, "dependencies": [Depends(only_declared_parameters)]}

    @app.get("/docs", **as_page)
    def docs(passed: Passed = "") -> HTMLResponse:
        return HTMLResponse(page, headers={"Content-Security-Policy": ONLY_OWN})

    @app.get("/openapi.json", **as_page)
    def described() -> JSONResponse:
        return JSONResponse(app.openapi())

    @app.get("/", **as_page)
    def first(passed: Passed = "") -> RedirectResponse:
        return RedirectResponse("docs")
