"""Keys: shown once, stored as hashes that only their owner reads, revoked, expired; and guessing slowed."""

import json
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from scoring.access import throttle as throttle_module
from scoring.access.keyring import Keyring
from scoring.access.keys import Key, create_key, key_holder, read_keys, revoke_key
from scoring.access.place import keys_file
from scoring.access.roles import Role
from scoring.access.throttle import MOST_FAILURES, WINDOW_SECONDS, Throttle
from scoring.errors import UserError
from scoring.settings import Home


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")


def now():
    return datetime.now(UTC)


def test_a_key_is_known_by_its_hash_and_is_stored_nowhere(home):
    key = create_key(home, "branch-7", Role.MANAGER)
    (stored,) = read_keys(keys_file(home))
    assert key_holder((stored,), key, now()) == stored
    assert (stored.name, stored.role) == ("branch-7", Role.MANAGER)
    for file in (path for path in home.root.rglob("*") if path.is_file()):
        assert key.split("_", 2)[2] not in file.read_text()  # which may hold underscores itself
    assert stored.hash.startswith("$argon2id$")


def test_only_its_owner_reads_the_file(home):
    create_key(home, "a", Role.SERVICE)
    assert stat.S_IMODE(keys_file(home).stat().st_mode) == 0o600
    assert stat.S_IMODE(keys_file(home).parent.stat().st_mode) == 0o700
    assert sorted(path.name for path in keys_file(home).parent.iterdir()) == [".lock", "keys.json"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_file_that_others_read_is_refused(home, mode):
    create_key(home, "a", Role.SERVICE)
    keys_file(home).chmod(mode)
    with pytest.raises(UserError, match="its owner alone may read"):
        read_keys(keys_file(home))


def test_a_running_server_notices_that_others_may_read_the_file(home):
    key = create_key(home, "a", Role.SERVICE)
    ring = Keyring(keys_file(home))
    assert ring.holder(key)
    keys_file(home).chmod(0o644)
    with pytest.raises(UserError, match="its owner alone may read"):
        ring.locked()
    with pytest.raises(UserError):
        ring.remembered(key)
    keys_file(home).chmod(0o600)
    assert ring.locked()
    assert ring.holder(key)


def spoilt(key):
    return [
        "", " ", key[:-1], key + "A", key.upper(), key.replace("pad_", ""), f" {key}", f"{key}\n", "pad_" + "0" * 12,
        "pad_" + "0" * 12 + "_" + "A" * 43, key[:-1] + ("A" if key[-1] != "A" else "B"), "é" * 60, "\ud800", key * 100,
    ]  # fmt: skip


def test_any_other_text_is_nobodys_key(home):
    key = create_key(home, "a", Role.SERVICE)
    keys = read_keys(keys_file(home))
    assert [text for text in spoilt(key) if key_holder(keys, text, now()) is not None] == []


def test_an_unknown_key_is_compared_as_a_known_one_is(home, monkeypatch):
    """So that the time of an answer does not tell whether a key of that beginning exists."""
    from argon2 import PasswordHasher

    key, compared = create_key(home, "a", Role.SERVICE), []
    verify = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda self, h, k: compared.append(h) or verify(self, h, k))
    keys = read_keys(keys_file(home))
    key_holder(keys, "pad_" + "0" * 12 + "_" + "A" * 43, now())
    key_holder(keys, key, now())
    assert [text.split("$")[1:4] for text in compared] == [compared[1].split("$")[1:4]] * 2


def test_a_revoked_and_an_expired_key_open_nothing(home):
    first, second = create_key(home, "a", Role.SERVICE), create_key(home, "b", Role.SERVICE, days=1)
    assert revoke_key(home, "a").revoked
    keys = read_keys(keys_file(home))
    assert key_holder(keys, first, now()) is None
    assert key_holder(keys, second, now()).name == "b"
    assert key_holder(keys, second, now() + timedelta(days=1, seconds=1)) is None


@pytest.mark.parametrize("name", ["", "A", "a b", "é", "-a", "a/b", "a\n", "x" * 65, "this machine, without login"])
def test_a_name_that_is_none_is_a_sentence(home, name):
    with pytest.raises(UserError, match="Expected a name of small letters"):
        create_key(home, name, Role.SERVICE)
    assert not keys_file(home).exists()


def test_a_name_stands_for_one_key_for_ever(home):
    create_key(home, "a", Role.SERVICE)
    revoke_key(home, "a")
    with pytest.raises(UserError, match="was made before"):
        create_key(home, "a", Role.AUDITOR)
    with pytest.raises(UserError, match="was revoked before"):
        revoke_key(home, "a")
    with pytest.raises(UserError, match="No key is named b"):
        revoke_key(home, "b")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"keys": [{}]}', '{"keys": [{"role": "king"}]}', '{"keys": 3}'])
def test_a_damaged_file_is_a_sentence_and_lets_nobody_in(home, content):
    create_key(home, "a", Role.SERVICE)
    keys_file(home).write_text(content)
    with pytest.raises(UserError, match="got a damaged file"):
        read_keys(keys_file(home))
    with pytest.raises(UserError, match="got a damaged file"):
        Keyring(keys_file(home)).locked()
    with pytest.raises(UserError, match="got a damaged file"):
        create_key(home, "b", Role.SERVICE)
    assert keys_file(home).read_text() == content


CREATE = """
import sys
from pathlib import Path
from scoring.access.keys import create_key
from scoring.access.roles import Role
from scoring.settings import Home
for number in range(3):
    create_key(Home(Path(sys.argv[1])), f"{sys.argv[2]}{number}", Role.SERVICE)
"""


@pytest.mark.slow
def test_keys_made_at_once_are_all_there(home):
    makers = [subprocess.Popen([sys.executable, "-c", CREATE, str(home.root), name]) for name in "abcd"]
    assert [maker.wait(60) for maker in makers] == [0] * 4
    assert sorted(key.name for key in read_keys(keys_file(home))) == sorted(f"{a}{n}" for a in "abcd" for n in range(3))


# --- as a server holds them ---------------------------------------------------------------------------


def test_a_key_made_or_revoked_while_a_server_runs_is_noticed(home):
    ring = Keyring(keys_file(home))
    assert not ring.locked()
    key = create_key(home, "a", Role.SERVICE)
    assert ring.locked()
    assert ring.remembered(key) is None
    assert ring.holder(key).name == "a"
    assert ring.remembered(key).name == "a"
    revoke_key(home, "a")
    assert ring.remembered(key) is None
    assert ring.holder(key) is None


def test_a_server_that_asked_for_keys_goes_on_when_their_file_is_gone(home):
    key = create_key(home, "a", Role.SERVICE)
    ring = Keyring(keys_file(home))
    assert ring.locked()
    assert ring.holder(key) is not None
    keys_file(home).unlink()
    assert ring.locked()
    assert ring.remembered(key) is ring.holder(key) is None


def test_a_key_opens_nothing_from_the_second_on_in_which_it_expires():
    end = datetime(2026, 11, 27, 12, 0, 0, tzinfo=UTC)
    key = Key("a", Role.SERVICE, "0" * 12, "", "2026-11-01T00:00:00+00:00", end.isoformat())
    assert [key.is_active(end + timedelta(seconds=seconds)) for seconds in (-1, 0, 1)] == [True, False, False]


def test_a_holder_is_remembered_when_another_key_is_made_or_revoked(home, monkeypatch):
    anne, luc = (create_key(home, name, Role.MANAGER) for name in ("anne", "luc"))
    keyring = Keyring(keys_file(home))
    assert [keyring.holder(key).name for key in (anne, luc)] == ["anne", "luc"]
    create_key(home, "third", Role.AUDITOR)
    revoke_key(home, "luc")
    monkeypatch.setattr("scoring.access.keyring.key_holder", None)  # nothing is compared again
    assert keyring.remembered(anne).name == "anne"
    assert keyring.remembered(luc) is None
    keys_file(home).unlink()
    assert keyring.remembered(anne) is None


def test_a_remembered_key_still_expires(home, monkeypatch):
    key = create_key(home, "a", Role.SERVICE, days=1)
    ring = Keyring(keys_file(home))
    assert ring.holder(key) is not None
    monkeypatch.setattr(Key, "is_active", lambda *_: False)
    assert ring.remembered(key) is None


# --- guessing -----------------------------------------------------------------------------------------


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_whoever_guesses_waits_and_nobody_else():
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(MOST_FAILURES):
        assert throttle.wait("192.0.2.1") == 0
        throttle.failed("192.0.2.1")
    assert throttle.wait("192.0.2.1") == WINDOW_SECONDS
    assert throttle.wait("192.0.2.2") == 0
    clock.now += WINDOW_SECONDS + 0.1
    assert throttle.wait("192.0.2.1") == 0
    throttle.failed("192.0.2.1")
    assert throttle.wait("192.0.2.1") == 0


def test_whoever_guesses_again_after_a_wait_waits_again():
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(2):
        for _ in range(MOST_FAILURES):
            assert throttle.wait("192.0.2.1") == 0
            throttle.failed("192.0.2.1")
        assert throttle.wait("192.0.2.1") == WINDOW_SECONDS
        clock.now += WINDOW_SECONDS + 0.1


def test_the_minute_counts_from_the_first_wrong_key():
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(MOST_FAILURES):
        throttle.failed("192.0.2.1")
        clock.now += 5.0
    assert throttle.wait("192.0.2.1") == WINDOW_SECONDS - 5.0 * MOST_FAILURES


def test_of_too_many_addresses_the_one_noted_longest_ago_is_forgotten(monkeypatch):
    monkeypatch.setattr("scoring.access.throttle.MOST_PEERS", 2)
    throttle = Throttle(Clock())
    for _ in range(MOST_FAILURES):
        for number in (1, 2):
            throttle.failed(f"192.0.2.{number}")
    for _ in range(MOST_FAILURES):
        throttle.failed("192.0.2.3")
    assert [throttle.wait(f"192.0.2.{number}") > 0 for number in (1, 2, 3)] == [False, True, True]


def test_addresses_of_one_holder_wait_together():
    throttle = Throttle(Clock())
    for number in range(MOST_FAILURES):
        throttle.failed(f"2001:db8:0:1::{number:x}")
    assert throttle.wait("2001:db8:0:1:ffff::1") == WINDOW_SECONDS
    assert throttle.wait("2001:db8:0:2::1") == 0


def test_what_is_remembered_of_addresses_is_bounded(monkeypatch):
    monkeypatch.setattr(throttle_module, "MOST_PEERS", 50)
    throttle = Throttle(Clock())
    for number in range(200):
        throttle.failed(f"peer {number}")
    assert len(throttle._failures) == 50


# --- the command --------------------------------------------------------------------------------------


def test_the_command_creates_lists_and_revokes(run_cli, home):
    assert "No key was ever made" in run_cli("--home", home.root, "keys", "list").out
    made = run_cli("--home", home.root, "keys", "create", "branch-7", "--role", "manager", "--days", 30)
    key = made.out.strip()
    assert made.status == 0
    assert key_holder(read_keys(keys_file(home)), key, now()).name == "branch-7"
    assert key not in made.err
    listed = run_cli("--home", home.root, "keys", "list")
    assert ("branch-7" in listed.out, "manager" in listed.out, key in listed.out) == (True, True, False)
    assert json.loads(keys_file(home).read_text())["keys"][0]["hash"] not in listed.out
    assert run_cli("--home", home.root, "keys", "revoke", "branch-7").status == 0
    assert "revoked" in run_cli("--home", home.root, "keys", "list").out
    assert run_cli("--home", home.root, "keys", "revoke", "nobody").status == 2
    assert run_cli("--home", home.root, "keys", "create", "x", "--role", "king").status == 2
