"""The pages that say why there is no page, in both languages; they need no other file."""

from __future__ import annotations

from scoring.dashboard.render.html import esc
from scoring.texts import languages
from scoring.texts.pages import page

# By the answer's status; whatever else goes wrong is said as "failed".
KEYS = {403: "refused", 404: "missing", 405: "missing", 421: "elsewhere", 503: "full"}
HOPELESS = (403, 421)
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; color: #1d2a33; background: #f5f7f8 }
main { max-width: 34rem; margin: 18vh auto 0; padding: 2rem; background: #fff; border-radius: 8px }
p[lang=en] { color: #52616b }
a { color: #0b4f6c }
@media (prefers-color-scheme: dark) {
  body { color: #e6edf1; background: #10181d } main { background: #1a252c }
  p[lang=en] { color: #a9b7c0 } a { color: #7cc4e4 }
}
"""


def notice(status: int) -> str:
    """A whole HTML page for an answer of this status.

    Examples
    --------
    >>> "Réessayez dans un instant" in notice(503)
    True
    """
    key = KEYS.get(status, "failed")
    sentences = "".join(_in_both("p", f"server.{key}"))
    link = "" if status in HOPELESS else f'<p><a href="">{" / ".join(_in_both("span", "server.again"))}</a></p>'
    return (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Prêt à dépenser</title><style>{STYLE}</style></head>"
        f'<body><main role="alert"><h1>Prêt à dépenser</h1>{sentences}{link}</main></body></html>'
    )


def _in_both(tag: str, key: str) -> list[str]:
    return [f'<{tag} lang="{language}">{esc(page(key, language))}</{tag}>' for language in languages()]
