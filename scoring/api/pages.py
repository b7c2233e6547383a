"""The OpenAPI pages, from this machine alone: no script, style or picture comes from elsewhere."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.staticfiles import StaticFiles

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


def add_pages(app: FastAPI) -> None:
    """Serve the pages at /docs; addresses in them are relative, so that they work behind a proxy's prefix too."""
    app.mount("/assets", StaticFiles(packages=[ASSETS]), name="assets")
    page = PAGE.format(title=app.title, script=SCRIPT)

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(page, headers={"Content-Security-Policy": ONLY_OWN})

    @app.get("/", include_in_schema=False)
    def first() -> RedirectResponse:
        return RedirectResponse("docs")
