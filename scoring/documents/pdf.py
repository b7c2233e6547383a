"""A page as PDF, through the Chromium of this machine where there is one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from scoring.texts.sentences import words
from scoring.texts.words import Language

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
NoPdf = Literal["", "no_browser", "failed"]


def write_pdf(page: str, target: Path) -> NoPdf:
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
        Why there is no PDF, for :func:`without_pdf`; empty when there is one.
    """
    target.unlink(missing_ok=True)
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        return "no_browser"
    with TemporaryDirectory(prefix="scoring-pdf-") as scratch:
        source, written = Path(scratch) / "page.html", Path(scratch) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        command = [
            browser,
            *ARGUMENTS,
            f"--user-data-dir={scratch}/profile",
            f"--print-to-pdf={written}",
            source.as_uri(),
        ]
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return "failed"
        if not written.exists():
            return "failed"
        shutil.copyfile(written, target)
    return ""


def why_no_pdf(reason: NoPdf, language: Language) -> str:
    """Why there is no PDF, as the end of a sentence.

    Examples
    --------
    >>> why_no_pdf("failed", "en")
    'Chromium did not write it'
    """
    return words(f"frame.why_no_pdf.{reason}", language)


def without_pdf(reason: NoPdf, language: Language) -> str:
    """Why there is no PDF, and what to do; empty where there is one."""
    return words("frame.no_pdf", language, reason=why_no_pdf(reason, language)) if reason else ""
