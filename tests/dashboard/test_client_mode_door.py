"""Client mode at the server: a browser that was given to one client is shown nobody else, whatever it asks for."""

import re
import time

import pytest

from scoring.access.client_session import MINUTES, ClientSession
from scoring.access.keys import revoke_key
from scoring.dashboard.serve.handlers import PageHandler
from scoring.dashboard.serve.identity import KeyIdentity
from scoring.dashboard.serve.kernels import PageKernels
from scoring.light_kernel.voila_request import CLIENT_HEADER, USER_HEADER
from scoring.settings import Home

KERNEL = "01234567-89ab-cdef-0123-456789abcdef"
LOGIN = ("--PageServer.login=True",)
PROXY = ("--PageServer.user_header=X-Remote-User", "--PageServer.trusted_proxies=127.0.0.1")
ENTER = {"client": "7", "mode": "client"}
OTHERS = ("/", "/?client=8", "/?client=8&mode=client", "/?client=7&client=8&mode=client", "/?client=8&mode=adviser")


@pytest.fixture(autouse=True)
def _no_kernel(monkeypatch):
    """The page says what its kernel would be told; no kernel is started."""

    async def told(self, _path):
        yield f"client={self.request.headers[CLIENT_HEADER]} user={self.request.headers[USER_HEADER]}"

    monkeypatch.setattr(PageHandler, "get_generator", told)


@pytest.fixture
def ended(monkeypatch):
    """The kernels that were ended."""
    kernels = []

    async def end_kernel(_self, kernel_id):
        kernels.append(kernel_id)

    monkeypatch.setattr(PageKernels, "end_kernel", end_kernel)
    return kernels


def log_in(client, key):
    """Give the key in the form, as a browser does."""
    xsrf = re.search(r'name="_xsrf" value="([^"]+)"', client.get("/login").text)[1]
    assert client.post("/login", data={"_xsrf": xsrf, "next": "/", "key": key}).status_code == 303


def cookie_of(client):
    """The cookie of client mode, as the browser holds it."""
    return next(cookie for cookie in client.cookies.jar if cookie.name.startswith("pad-client"))


@pytest.mark.parametrize("address", OTHERS)
def test_no_address_leads_to_another_client(serve, address):
    browser = serve()
    assert browser.get("/?client=8", headers={CLIENT_HEADER: "9"}).text == "client= user="
    assert browser.get("/", params=ENTER).text == "client=7 user="
    assert browser.get(address, headers={CLIENT_HEADER: "8"}).text == "client=7 user="


def test_the_cookie_cannot_be_read_by_a_script_or_written_by_hand(serve):
    browser = serve()
    sent = browser.get("/", params=ENTER).headers.get_list("set-cookie")
    written = next(line for line in sent if line.startswith("pad-client"))
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in written.split(";")}
    cookie = cookie_of(browser)
    browser.cookies.clear()
    for value in (cookie.value[:-1] + "0", "client-mode  8 0", "", '"x"'):
        answer = browser.get("/?client=8", headers={"Cookie": f"{cookie.name}={value}"})
        assert (answer.status_code, answer.text) in ((302, ""), (200, "client= user=")), value
        assert (answer.status_code == 302) == bool(value)


@pytest.mark.parametrize("client", ["", "&client=", "&client=7&client=8", "&client=x", "&client=-7", "&client=٧"])
def test_an_address_that_names_no_client_shows_nobody_and_ties_to_nobody(serve, client):
    browser = serve()
    assert browser.get(f"/?mode=Client{client}").text == "client=nobody user="
    assert not [cookie for cookie in browser.cookies.jar if cookie.name.startswith("pad-client")]


def test_without_keys_a_question_leads_back_and_no_other_site_asks_it(serve, ended):
    browser = serve()
    browser.get("/", params=ENTER)
    page = browser.get("/back")
    assert "Elle ne demande pas de clé" in page.text
    assert browser.post("/back").status_code == 403
    assert browser.get("/").text == "client=7 user="
    xsrf = re.search(r'name="_xsrf" value="([^"]+)"', page.text)[1]
    assert browser.post("/back", data={"_xsrf": xsrf}).status_code == 303
    assert browser.get("/?client=8").text == "client= user="


def test_in_client_mode_only_its_own_kernels_answer(serve):
    browser = serve()
    visits = browser.page.app.settings["visits"]
    visits.give(KERNEL)
    assert browser.get(f"/voila/api/pulse/{KERNEL}").status_code == 200
    browser.get("/", params=ENTER)
    assert browser.get(f"/voila/api/pulse/{KERNEL}").status_code == 404
    visits.assign(KERNEL, ClientSession("7").owner)
    assert browser.get(f"/voila/api/pulse/{KERNEL}").status_code == 200
    visits.end(KERNEL)
    assert browser.get(f"/voila/api/pulse/{KERNEL}").json() == {"kernel": "gone"}
    visits.assign(KERNEL, "a.durand")
    visits.end(KERNEL)
    assert browser.get(f"/voila/api/pulse/{KERNEL}").status_code == 404


def test_with_keys_the_advisers_session_and_pages_end_and_only_a_key_leads_back(serve, key, ended):
    secret = key()
    browser = serve(*LOGIN)
    log_in(browser, secret)
    assert browser.get("/?client=8").text == "client= user=a.durand"
    visits = browser.page.app.settings["visits"]
    visits.assign(KERNEL, secret.split("_")[1])
    assert browser.get("/", params=ENTER).text == "client=7 user=a.durand"
    assert ended == [KERNEL]
    assert not [cookie for cookie in browser.cookies.jar if cookie.name.startswith("username")]
    for address in OTHERS:
        assert browser.get(address).text == "client=7 user=a.durand"
    assert browser.get("/back").headers["location"] == "/login"
    xsrf = browser.cookies["_xsrf"]
    assert browser.post("/back", data={"_xsrf": xsrf}).status_code == 403
    form = browser.get("/login")
    assert form.status_code == 200
    assert "Votre clé" in form.text
    wrong = browser.post("/login", data={"_xsrf": xsrf, "next": "/", "key": "pad_wrong"})
    assert wrong.status_code == 401
    assert browser.get("/?client=8").text == "client=7 user=a.durand"
    log_in(browser, secret)
    assert browser.get("/?client=8").text == "client= user=a.durand"


def test_without_the_cookie_nobody_is_shown_where_keys_are_asked_for(serve, key):
    secret = key()
    browser = serve(*LOGIN)
    log_in(browser, secret)
    browser.get("/", params=ENTER)
    browser.cookies.clear()
    assert browser.get("/?client=8").headers["location"].startswith("/login")


def test_it_ends_after_an_hour_and_with_the_advisers_key(serve, key, tmp_path, monkeypatch):
    browser = serve(*LOGIN)
    log_in(browser, key())
    browser.get("/", params=ENTER)
    identity = browser.page.identity_provider
    assert isinstance(identity, KeyIdentity)
    owner = ClientSession("7", identity.keyring.active(key_ident(browser)).ident, int(time.time()) + 9).owner
    assert identity.may_stay(owner)
    now = time.time
    with monkeypatch.context() as later:
        later.setattr(time, "time", lambda: now() + 60 * MINUTES + 1)
        assert not identity.may_stay(owner)
        assert browser.get("/?client=7").headers["location"].startswith("/login")
    assert browser.get("/?client=8").text == "client=7 user=a.durand"
    revoke_key(Home(tmp_path), "a.durand")
    assert not identity.may_stay(owner)
    assert browser.get("/?client=7").headers["location"].startswith("/login")


def key_ident(browser):
    """The part of the key that is no secret, from the cookie."""
    import base64

    value = cookie_of(browser).value.split("|")[4].partition(":")[2]
    return ClientSession.of(base64.b64decode(value).decode()).ident


def test_behind_a_proxy_the_browser_is_tied_too(serve, ended):
    browser = serve(*PROXY)
    name = {"X-Remote-User": "a.durand"}
    assert browser.get("/", params=ENTER, headers=name).text == "client=7 user=a.durand"
    cookie = cookie_of(browser)
    assert cookie.secure
    name["Cookie"] = f"{cookie.name}={cookie.value}"  # httpx itself sends it over TLS only, as browsers do
    assert browser.get("/?client=8", headers=name).text == "client=7 user=a.durand"
    assert browser.get(f"/voila/api/pulse/{KERNEL}", headers=name).status_code == 404


def test_a_logged_out_client_is_shown_nobody(serve, key, ended):
    browser = serve(*LOGIN)
    log_in(browser, key())
    browser.get("/", params=ENTER)
    assert browser.post("/logout", data={"_xsrf": browser.cookies["_xsrf"]}).status_code == 303
    assert browser.get("/?client=7").headers["location"].startswith("/login")


@pytest.mark.parametrize(
    "owner", ["", "client-mode", "client-mode a 7", "client-mode a x 0", "client-mode a 7 -1", "client-mode a 7 0 0",
              "admin a 7 0", "client-mode a 7 ٣"])  # fmt: skip
def test_what_is_no_session_is_none(owner):
    assert ClientSession.of(owner) is None
