"""The page's doors: who comes in with a key, whom a proxy may name, what stays shut, what every answer says."""

import re
from http.cookies import SimpleCookie

import pytest
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import StaticFileHandler

from scoring.access.keys import revoke_key
from scoring.access.place import keys_file
from scoring.access.roles import Role
from scoring.dashboard.serve.session import own_address

KERNEL = "01234567-89ab-cdef-0123-456789abcdef"
PROXY = ("--PageServer.user_header=X-Remote-User", "--PageServer.trusted_proxies=127.0.0.1")
LOGIN = ("--PageServer.login=True",)
PASS = {"X-Remote-User": "a.durand"}


def come_in(client, key, after="/?client=7"):
    """Give the key in the form, as a browser does."""
    form = client.get("/login", params={"next": after})
    xsrf = re.search(r'name="_xsrf" value="([^"]+)"', form.text)[1]
    return client.post("/login", data={"_xsrf": xsrf, "next": after, "key": key})


def test_without_a_session_only_the_form_and_the_files_of_code_are_answered(serve, key):
    key()
    client = serve(*LOGIN)
    sent = client.get("/?client=7")
    assert (sent.status_code, sent.headers["location"]) == (302, "/login?next=%2F%3Fclient%3D7")
    for method, path in [
        ("GET", f"/api/kernels/{KERNEL}"), ("DELETE", f"/api/kernels/{KERNEL}"), ("GET", f"/voila/api/pulse/{KERNEL}"),
        ("GET", f"/api/kernels/{KERNEL}/channels"), ("POST", f"/voila/api/shutdown/{KERNEL}"),
    ]:  # fmt: skip
        assert client.request(method, path).status_code == 403, path
    assert client.get(f"/voila/query/{KERNEL}").status_code in (302, 404)
    assert client.get("/voila/static/voila.js").status_code == 200


def test_every_handler_serves_code_or_asks_who_comes(serve, key):
    key()
    rules = [rule for rule in serve(*LOGIN).page.init_handlers() if not issubclass(rule[1], StaticFileHandler)]
    assert len(rules) >= 6
    assert [rule[0] for rule in rules if not issubclass(rule[1], JupyterHandler)] == []
    open_to_all = [
        (rule[0], method)
        for rule in rules
        for method in ("get", "post", "put", "delete", "patch", "head")
        if getattr(getattr(rule[1], method), "__allow_unauthenticated", False)
    ]
    assert open_to_all == [
        ("/back", "get"), ("/back", "post"), ("/login", "get"), ("/login", "post"), ("/logout", "post"),
    ]  # fmt: skip


@pytest.mark.parametrize("options", [(), LOGIN])
def test_what_is_no_file_of_code_is_not_found(serve, options):
    """Voilà's handler takes the form of a path for granted: each of these was 500."""
    client = serve(*options)
    for path in (
        "a", "lab/static", "lab/static/", "lab/other/voila.js", "lab/static/%2e%2e/%2e%2e/conf.json", "%2e%2e/static/x",
        "lab/static/%00", "lab/static/..%2f..%2f..%2fetc%2fpasswd", "/etc/static/passwd",
    ):  # fmt: skip
        assert client.get(f"/voila/templates/{path}").status_code == 404, path
    assert client.get("/voila/templates/lab/static/voila.js").status_code == 200


def test_without_login_there_is_no_logout(serve):
    assert serve().get("/logout").status_code == 404


def test_a_key_opens_a_session_that_does_not_hold_it(serve, key, caplog):
    secret = key()
    client = serve(*LOGIN)
    entered = come_in(client, secret)
    assert (entered.status_code, entered.headers["location"]) == (303, "/?client=7")
    cookie = next(line for line in entered.headers.get_list("set-cookie") if "username" in line)
    (morsel,) = SimpleCookie(cookie).values()
    assert (morsel["httponly"], morsel["samesite"], morsel["expires"]) == (True, "Lax", "")
    assert client.head("/").status_code == 200
    assert client.get("/login", params={"next": "/?client=8"}).headers["location"] == "/?client=8"
    assert secret not in "".join(entered.headers.get_list("set-cookie")) + caplog.text


@pytest.mark.parametrize("role", [Role.SERVICE, Role.AUDITOR])
def test_a_key_of_another_role_does_not_open_the_page(serve, key, role):
    assert come_in(serve(*LOGIN), key("other", role)).status_code == 401


@pytest.mark.parametrize("wrong", ["", "pad_0123456789ab_" + "x" * 43, "x" * 100_000, "é\x00"])
def test_a_wrong_key_is_a_sentence_in_both_languages_and_is_not_repeated(serve, key, caplog, wrong):
    key()
    client = serve(*LOGIN)
    refused = come_in(client, wrong)
    assert refused.status_code == 401
    assert "Cette clé n’ouvre pas cette page" in refused.text
    assert "This key does not open this page" in refused.text
    if wrong:
        assert wrong not in refused.text + caplog.text
    assert client.head("/").status_code == 302


def test_a_key_in_the_address_or_in_a_header_opens_nothing(serve, key):
    secret = key()
    client = serve(*LOGIN)
    for asked in ({"params": {"token": secret}}, {"headers": {"Authorization": f"token {secret}"}}):
        assert client.head("/", **asked).status_code == 302
        assert client.get(f"/voila/api/pulse/{KERNEL}", **asked).status_code == 403


def test_guessing_is_slowed_at_the_page_too(serve, key):
    key()
    client = serve(*LOGIN)
    statuses = [come_in(client, f"wrong {number}").status_code for number in range(11)]
    assert statuses == [401] * 10 + [429]


def test_a_form_of_another_site_is_refused(serve, key):
    secret = key()
    client = serve(*LOGIN)
    assert client.post("/login", data={"key": secret}).status_code == 403
    assert client.post("/login", data={"key": secret}, headers={"Origin": "https://evil.com"}).status_code == 403
    assert client.post("/logout").status_code == 403


def test_a_revoked_key_ends_its_sessions_at_once(serve, key, tmp_path):
    from scoring.settings import Home

    client = serve(*LOGIN)
    come_in(client, key())
    assert client.head("/").status_code == 200
    client.page.kernel_manager.visits.assign(KERNEL, client.page.identity_provider.keyring._keys[0].ident)
    assert client.page.kernel_manager._unwelcome() == []
    revoke_key(Home(tmp_path), "a.durand")
    assert client.head("/").status_code == 302
    assert client.page.kernel_manager._unwelcome() == [KERNEL]


def test_damaged_keys_let_nobody_to_the_page(serve, key, tmp_path):
    from scoring.settings import Home

    client, secret = serve(*LOGIN), key()
    come_in(client, secret)
    keys_file(Home(tmp_path)).write_text("{")
    assert client.head("/").status_code == 302
    client.cookies.clear()
    assert come_in(client, secret).status_code == 503


def test_whoever_leaves_has_no_session(serve, key):
    client = serve(*LOGIN)
    come_in(client, key())
    left = client.post("/logout", data={"_xsrf": client.cookies["_xsrf"]})
    assert (left.status_code, left.headers["location"]) == (303, "/login")
    assert client.head("/").status_code == 302


@pytest.mark.parametrize(
    "after",
    ["//evil.com", "https://evil.com/", "/\\evil.com", "/x", "javascript:alert(1)", "/\r\nX: y", "http://[", ""],
)
def test_after_the_login_nobody_is_led_elsewhere(serve, after):
    assert own_address(after) == "/"


def test_the_declared_proxy_names_the_visitor(serve):
    client = serve(*PROXY)
    assert client.head("/", headers=PASS).status_code == 200
    assert client.get("/login", headers=PASS).status_code == 404
    twice = [("X-Remote-User", "a"), ("X-Remote-User", "b")]
    others = [[(name, "a")] for name in ("X-Remote_User", "Remote-User", "X-Scoring-User")]
    for headers in ([], twice, [("X-Remote-User", "")], [("X-Remote-User", "a,b")], *others):
        refused = client.head("/", headers=headers)
        assert refused.status_code == 403, headers
        assert client.get(f"/voila/api/pulse/{KERNEL}", headers=headers).status_code == 403


def test_a_header_from_an_undeclared_address_is_never_believed(serve):
    client = serve("--PageServer.user_header=X-Remote-User", "--PageServer.trusted_proxies=192.0.2.1")
    for path in ("/", f"/voila/api/pulse/{KERNEL}", "/voila/static/voila.js"):
        refused = client.get(path, headers={**PASS, "X-Forwarded-For": "192.0.2.1"})
        assert refused.status_code == 403
        assert "portail d’accès" in refused.text
        assert "access portal" in refused.text


def test_nobody_asks_anything_of_another_visitors_kernel(serve):
    client = serve(*PROXY)
    visits = client.page.kernel_manager.visits
    visits.assign(KERNEL, "a.durand")
    path = f"/voila/api/pulse/{KERNEL}"
    assert client.get(path, headers=PASS).json() == {"kernel": "gone"}
    (token,) = (cookie.value for cookie in client.cookies.jar if cookie.name == "_xsrf" and cookie.secure)
    xsrf = {"X-XSRFToken": token, "Cookie": f"_xsrf={token}"}
    other = {"X-Remote-User": "b.martin", **xsrf}
    assert client.get(path, headers=other).status_code == 404
    assert client.get(f"/api/kernels/{KERNEL}", headers=other).status_code == 404
    assert client.delete(f"/api/kernels/{KERNEL}", headers=other).status_code == 404
    assert client.post(f"/voila/api/shutdown/{KERNEL}", headers=other).status_code == 404
    assert visits.of("a.durand") == [KERNEL]
    assert client.post(f"/voila/api/shutdown/{KERNEL}", headers={**PASS, **xsrf}).status_code == 204
    assert visits.of("a.durand") == []
    # The page is told that it ended, not that it is somebody else's: it would load itself again without a word.
    assert client.get(path, headers=PASS).json() == {"kernel": "gone"}
    assert client.get(path, headers=other).status_code == 404


def test_behind_a_proxy_the_pages_own_origin_is_the_proxys(serve):
    client = serve(*PROXY, "--PageServer.names=scoring.example")
    named = {**PASS, "Host": "scoring.example"}
    assert client.head("/", headers={**named, "Origin": "https://scoring.example"}).status_code == 200
    for origin in ("http://scoring.example", "https://evil.com", "https://scoring.example:444"):
        assert client.head("/", headers={**named, "Origin": origin}).status_code == 403
    assert client.head("/", headers={**PASS, "Host": "evil.com"}).status_code == 421


@pytest.mark.parametrize("options", [(), LOGIN, PROXY])
def test_every_answer_of_the_page_carries_the_headers_that_all_must(serve, key, options):
    key()
    client = serve(*options)
    for path in ("/", "/login", "/nothing", "/voila/static/voila.js", f"/voila/api/pulse/{KERNEL}", "/voila/files/x"):
        answer = client.head(path) if path == "/" else client.get(path)
        assert "server" not in answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff"
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "frame-ancestors 'self'" in policy
        assert "unsafe-eval" not in policy
        assert "script-src" not in policy  # none of these is a page that runs: by default no script may
