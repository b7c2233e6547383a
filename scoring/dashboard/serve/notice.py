"""The pages that say why there is no page, in both languages; they need no other file."""

from __future__ import annotations

from scoring.dashboard.render.html import esc
from scoring.texts import languages
from scoring.texts.sentences import page

# By the answer's status; whatever else goes wrong is said as "failed".
KEYS = {403: "refused", 404: "missing", 405: "missing", 421: "elsewhere", 429: "guessing", 503: "full"}
HOPELESS = (403, 421)
# What passes by itself is asked again by the page itself, after so many seconds.
PASSING_SECONDS = {"busy": 3}
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; color: #1d2a33; background: #f5f7f8 }
main { max-width: 34rem; margin: 18vh auto 0; padding: 2rem; background: #fff; border-radius: 8px }
p[lang=en] { color: #52616b }
a { color: #0b4f6c }
label { display: block; font-weight: 600 }
input { font: inherit; box-sizing: border-box; width: 100%; padding: .5rem }
input { margin: .25rem 0 1rem; border: 1px solid #52616b }
button { font: inherit; padding: .5rem 1rem; border: 0; border-radius: 4px; color: #fff; background: #0b4f6c }
@media (prefers-color-scheme: dark) {
  body { color: #e6edf1; background: #10181d } main { background: #1a252c }
  p[lang=en] { color: #a9b7c0 } a { color: #7cc4e4 }
}
"""


def notice(status: int, key: str = "") -> str:
    """A whole HTML page for an answer of this status; ``key`` names its sentence where the status does not say all.

    Examples
    --------
    >>> "Réessayez dans un instant" in notice(503)
    True
    """
    sentences = "".join(_in_both("p", f"server.{key or KEYS.get(status, 'failed')}"))
    link = "" if status in HOPELESS else _again()
    again = f'<meta http-equiv="refresh" content="{PASSING_SECONDS[key]}">' if key in PASSING_SECONDS else ""
    return _page(f'<main role="alert"><h1>Prêt à dépenser</h1>{sentences}{link}</main>', again)


def not_made() -> str:
    """What ends a page of which the beginning was sent, and no more will come: a sentence in place of the rest."""
    sentences = "".join(_in_both("p", "server.failed"))
    return (
        "</div></main><style>#loading{display:none}</style>"
        f'<div class="pad-alert pad-empty" role="alert">{sentences}{_again()}</div></body></html>'
    )


def login_page(xsrf: str, after: str, mistake: str = "") -> str:
    """The form in which a visitor gives their key.

    Parameters
    ----------
    xsrf : str
        What the form must repeat, so that no other site can send it.
    after : str
        The address to go on to.
    mistake : str
        Key of the sentence that says what was wrong; empty where nothing.
    """
    wrong = f'<div role="alert">{"".join(_in_both("p", mistake))}</div>' if mistake else ""
    label, button = " / ".join(_in_both("span", "server.key")), " / ".join(_in_both("span", "server.enter"))
    return _page(
        f"<main><h1>Prêt à dépenser</h1>{wrong}{''.join(_in_both('p', 'server.login'))}"
        f'<form method="post" action="login">'
        f'<input type="hidden" name="_xsrf" value="{esc(xsrf)}"><input type="hidden" name="next" value="{esc(after)}">'
        f'<label for="key">{label}</label><input id="key" name="key" type="password" autocomplete="current-password" '
        f'required autofocus><button type="submit">{button}</button></form></main>'
    )


def back_page(xsrf: str) -> str:
    """The question before an adviser takes a browser back from a client, where no key is asked for."""
    button = " / ".join(_in_both("span", "server.take_back"))
    return _page(
        f"<main><h1>Prêt à dépenser</h1>{''.join(_in_both('p', 'server.back'))}"
        f'<form method="post" action="back"><input type="hidden" name="_xsrf" value="{esc(xsrf)}">'
        f'<button type="submit">{button}</button></form></main>'
    )


def _again() -> str:
    return f'<p><a href="">{" / ".join(_in_both("span", "server.again"))}</a></p>'


def _page(body: str, head: str = "") -> str:
    return (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<link rel="icon" href="data:,">{head}'
        f"<title>Prêt à dépenser</title><style>{STYLE}</style></head><body>{body}</body></html>"
    )


def _in_both(tag: str, key: str) -> list[str]:
    return [f'<{tag} lang="{language}">{esc(page(key, language))}</{tag}>' for language in languages()]
