"""Commands that serve: the managers' page, and the API for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scoring.cli.commands import app
from scoring.memory import parse_size
from scoring.settings import Home

Port = Annotated[int | None, typer.Option(help="A free one by default.")]
Host = Annotated[str, typer.Option(help="Address to listen on; another than this machine's own needs keys and TLS.")]
Names = Annotated[list[str] | None, typer.Option("--name", help="Name under which callers reach it; may be repeated.")]
Certificate = Annotated[Path | None, typer.Option(help="The certificate of TLS, in PEM.")]
PrivateKey = Annotated[Path | None, typer.Option(help="The key of the certificate, in PEM.")]
RecordShown = Annotated[bool, typer.Option(help="Tell the journal whose answer was shown to whom.")]
BehindProxy = Annotated[bool, typer.Option(help="All callers come through a proxy that does TLS.")]


@app.command()
def dashboard(
    context: typer.Context,
    port: Port = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    visitors: Annotated[
        int | None, typer.Option(min=1, help="How many at once; by default as many as the memory holds.")
    ] = None,
    host: Host = "127.0.0.1",
    name: Names = None,
    certificate: Certificate = None,
    private_key: PrivateKey = None,
    login: Annotated[bool, typer.Option("--login", help="Ask every visitor for a key: role manager or risk.")] = False,
    proxy_user_header: Annotated[str, typer.Option(help="Header in which a proxy names the visitor.")] = "",
    trusted_proxy: Annotated[
        list[str] | None, typer.Option(help="Address of the proxy through which all come; may be repeated.")
    ] = None,
    record_shown: RecordShown = True,
) -> None:
    """Serve the managers' page."""
    from scoring.access.page_door import PageDoor
    from scoring.dashboard.serve.launch import serve
    from scoring.portfolio.read import Portfolio

    home: Home = context.obj
    Portfolio.open(home)  # whole and unchanged, or a sentence before any page is served
    door = PageDoor(
        host, tuple(name or ()), certificate, private_key,
        login=login, user_header=proxy_user_header, trusted_proxies=tuple(trusted_proxy or ()),
    )  # fmt: skip
    raise typer.Exit(serve(home, port, open_browser, visitors, door, record_shown=record_shown))


@app.command()
def api(
    context: typer.Context,
    port: Port = None,
    host: Host = "127.0.0.1",
    name: Names = None,
    certificate: Certificate = None,
    private_key: PrivateKey = None,
    behind_proxy: BehindProxy = False,
    record_shown: RecordShown = True,
    batch_limit: Annotated[
        str | None, typer.Option(help="Largest archive of /v1/batch, such as 4GB; 2GiB without.")
    ] = None,
) -> None:
    """Serve the same answers over HTTP, for other programs; its pages are at /docs."""
    from scoring.access.door import Door
    from scoring.api.serve import serve

    door = Door(host, tuple(name or ()), certificate, private_key, behind_proxy)
    most = parse_size(batch_limit, "--batch-limit")
    serve(context.obj, port, door, record_shown=record_shown, most_archive_bytes=most)
