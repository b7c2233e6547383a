"""The page is opened to other machines with names and encryption, or not at all; who may set a header is declared."""

import pytest

from scoring.access.page_door import PageDoor, is_from, page_door, user_named
from scoring.errors import UserError

HEADER = {"user_header": "X-Remote-User", "trusted_proxies": ("127.0.0.1",)}


@pytest.fixture
def pem(tmp_path):
    file = tmp_path / "a.pem"
    file.write_text("")
    return {"certificate": file, "private_key": file}


def test_this_machine_alone_needs_nothing():
    assert not page_door(PageDoor()).asks_who


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "bank.example"])
def test_another_address_needs_a_login_and_encryption_or_a_proxy(host, pem):
    place = {"host": host, "names": ("bank.example",)}
    with pytest.raises(UserError, match="to prove who they are, got no way to"):
        page_door(PageDoor(**place, **pem))
    with pytest.raises(
        UserError, match=r"got none: keys and clients' data would travel in the clear.* Give --certificate"
    ):
        page_door(PageDoor(**place, login=True))
    assert page_door(PageDoor(**place, **pem, login=True)).has_tls
    assert page_door(PageDoor(**place, login=True, trusted_proxies=("192.0.2.7",))).behind_proxy
    assert page_door(PageDoor(**place, **HEADER)).asks_who


def test_a_proxy_on_this_machine_needs_to_say_who_comes():
    with pytest.raises(UserError, match="Expected callers through a proxy to prove who they are"):
        page_door(PageDoor(trusted_proxies=("127.0.0.1",)))


@pytest.mark.parametrize(
    ("door", "sentence"),
    [
        (PageDoor(login=True, **HEADER), "got both"),
        (PageDoor(user_header="X-Remote-User"), "Expected the address of the proxy"),
        (PageDoor(user_header="Host", trusted_proxies=("127.0.0.1",)), "a header of its own"),
        (PageDoor(user_header="X-Forwarded-For", trusted_proxies=("127.0.0.1",)), "a header of its own"),
        (PageDoor(user_header="X Remote", trusted_proxies=("127.0.0.1",)), "a header of its own"),
        (PageDoor(user_header="X-User", trusted_proxies=("proxy.bank",)), "--trusted-proxy: expected an address"),
        (PageDoor(login=True, trusted_proxies=("10.0.0.0/8",)), "--trusted-proxy: expected an address"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_a_sentence(door, sentence):
    with pytest.raises(UserError, match=sentence):
        page_door(door)


@pytest.mark.parametrize("peer", ["127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1"])
def test_a_proxy_is_known_however_its_address_is_written(peer):
    assert is_from(peer, page_door(PageDoor(**{**HEADER, "trusted_proxies": ("::ffff:127.0.0.1",)})).trusted_proxies)


@pytest.mark.parametrize("peer", ["127.0.0.2", "::1", "", "unix:", "localhost"])
def test_nobody_else_is(peer):
    assert not is_from(peer, ("127.0.0.1",))


@pytest.mark.parametrize("name", ["durand", "a.durand@bank.fr", "BANK\\durand", "d+1", "9"])
def test_a_name_is_a_name(name):
    assert user_named([name]) == name


@pytest.mark.parametrize(
    "values", [[], [""], [" "], ["a", "b"], ["a,b"], ["a\tb"], ["é"], ["<b>"], ["-"], ["a" * 101], ["a b"]]
)
def test_what_is_no_name_is_nobodys(values):
    assert user_named(values) is None


@pytest.mark.parametrize(
    ("host", "named"), [("2001:db8::1", "[2001:db8::1]"), ("192.0.2.1", "192.0.2.1"), ("Bank.", "bank")]
)
def test_a_door_answers_under_its_own_address_as_callers_write_it(host, named):
    assert PageDoor(host).host_names == {named}
