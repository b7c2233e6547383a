"""A page as PDF, through the Chromium of this machine where there is one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",  # containers seldom have one; the page is our own and loads nothing
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
    "--virtual-time-budget=20000",
)
SECONDS = 120
NO_BROWSER = "no PDF, since Chromium is not installed here; print the HTML page from a browser instead"
FAILED = "no PDF, since Chromium did not write it; print the HTML page from a browser instead"


def write_pdf(page: str, target: Path) -> str:
    """Print a page to a PDF.

    Parameters
    ----------
    page : str
        The HTML, which loads nothing.
    target : Path
        The PDF; one that was there before is gone when no new one can be made.

    Returns
    -------
    str
        Why there is no PDF, in a few words; empty when there is one.
    """
    target.unlink(missing_ok=True)
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return NO_BROWSER
    with TemporaryDirectory(prefix="scoring-pdf-") as room:
        source, written = Path(room) / "page.html", Path(room) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        command = [browser, *ARGUMENTS, f"--user-data-dir={room}/profile", f"--print-to-pdf={written}", source.as_uri()]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return FAILED
        if not written.exists():
            return FAILED
        shutil.copyfile(written, target)
    return ""
