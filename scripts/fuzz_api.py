"""Generated requests against a served API, by Schemathesis: stateful, and such that break the schema too.

    .venv/bin/python -m scripts.fuzz_api --home HOME [--cases 10000] [--seconds 420] [--seed 1]

The API is served by this command; nothing else is asked. One seed after another is run until there are enough cases.
The last line is one JSON object: cases, server_errors, violations; the exit status is 1 where there is either.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scoring.ports import bind

READY_SECONDS = 120
SERVER_ERROR = "not_a_server_error"
CHECKS = (
    SERVER_ERROR, "status_code_conformance", "content_type_conformance", "response_schema_conformance",
    "negative_data_rejection", "unsupported_method",
)  # fmt: skip
HOOKS = "scripts.fuzz_hooks"  # how a zip is written


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The address of the home's API, while another process serves it."""
    with bind() as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "scoring.cli", "--home", str(home), "api", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/v1/ready", process)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def fuzz(address: str, seed: int, seconds: int, folder: Path) -> dict[str, Any]:
    """Have Schemathesis ask every address in every phase.

    Returns
    -------
    dict
        Its own report: ``test_cases``, ``failures``, ``errors``.
    """
    report = folder / f"{seed}.json"
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json", "--mode", "all",
        "--phases", "examples,coverage,fuzzing,stateful", "--checks", ",".join(CHECKS), "--max-examples", "30",
        "--max-time", str(seconds), "--seed", str(seed), "--continue-on-failure", "--no-shrink", "--no-color",
        "--generation-database", "none", "--suppress-health-check", "all", "--warnings", "off",
        "--request-timeout", "60", "--report-json-path", str(report),
    ]  # fmt: skip
    subprocess.run(command, check=False, cwd=folder, env={**os.environ, **_hooks()}, stdout=sys.stderr)
    content: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return content


def summary(reports: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Of several reports together: cases, server errors, and what else broke the schema or could not be tried.

    Examples
    --------
    >>> failure = {"checks": [{"name": "not_a_server_error"}]}
    >>> summary([{"test_cases": {"generated": 3}, "failures": [failure], "errors": []}])
    {'cases': 3, 'server_errors': 1, 'violations': 0}
    """
    failures = [failure for report in reports for failure in report["failures"]]
    server_errors = sum(SERVER_ERROR in json.dumps(failure) for failure in failures)
    untried = sum(len(report["errors"]) for report in reports)
    cases = sum(report["test_cases"]["generated"] for report in reports)
    return {
        "cases": cases,
        "server_errors": server_errors,
        "violations": len(failures) - server_errors + untried,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until there are enough cases; 1 where one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=420, help="of one run, at most")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    reports: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder, served(asked.home) as address:
        while not reports or summary(reports)["cases"] < asked.cases:
            reports.append(fuzz(address, asked.seed + len(reports), asked.seconds, Path(folder)))
            if reports[-1]["test_cases"]["generated"] == 0:
                break
    result = summary(reports)
    print(json.dumps(result))
    return int(result["cases"] < asked.cases or result["server_errors"] > 0 or result["violations"] > 0)


def _hooks() -> dict[str, str]:
    root = str(Path(__file__).resolve().parent.parent)
    return {"SCHEMATHESIS_HOOKS": HOOKS, "PYTHONPATH": os.pathsep.join([root, os.environ.get("PYTHONPATH", "")])}


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{address}: expected the API to be ready, got no answer. Run 'scoring run' first.")


if __name__ == "__main__":
    sys.exit(main())
