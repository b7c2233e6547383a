"""A door to other machines is opened with keys and encryption, or not at all."""

import pytest

from scoring.access.door import Door, check_door
from scoring.errors import UserError


@pytest.fixture
def pem(tmp_path):
    file = tmp_path / "a.pem"
    file.write_text("")
    return {"certificate": file, "private_key": file}


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.8.8"])
def test_this_machine_alone_needs_neither(host):
    check_door(Door(host), asks_who=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "bank.example", "127.0.0.1.evil", ""])
def test_other_machines_need_keys_and_encryption(host, pem):
    with pytest.raises(UserError, match="to prove who they are, got no way to"):
        check_door(Door(host, ("a",), **pem), asks_who=False)
    with pytest.raises(UserError, match="got none: keys and clients' data would travel in the clear"):
        check_door(Door(host, ("a",)), asks_who=True)
    check_door(Door(host, ("a",), **pem), asks_who=True)
    check_door(Door(host, ("a",), behind_proxy=True), asks_who=True)


def test_a_proxy_on_this_machine_needs_keys():
    with pytest.raises(UserError, match="Expected callers through a proxy to prove"):
        check_door(Door(behind_proxy=True), asks_who=False)
    check_door(Door(behind_proxy=True), asks_who=True)


def test_every_address_needs_a_name(pem):
    with pytest.raises(UserError, match="Expected the name under which callers reach"):
        check_door(Door("0.0.0.0", **pem), asks_who=True)


@pytest.mark.parametrize("missing", ["certificate", "private_key"])
def test_a_certificate_comes_with_its_key(pem, missing):
    with pytest.raises(UserError, match="together, got one of them"):
        check_door(Door("192.0.2.1", **{**pem, missing: None}), asks_who=True)


def test_a_certificate_that_is_not_there_is_a_sentence(pem, tmp_path):
    with pytest.raises(UserError, match=r"none\.pem: expected a file in PEM"):
        check_door(Door(**{**pem, "certificate": tmp_path / "none.pem"}), asks_who=False)
