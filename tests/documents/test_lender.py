"""The lender's file: what it may say, and what is said of one that does not fit; and where letters are written."""

import pytest

from scoring.documents.letters.lender import Lender, read_lender
from scoring.documents.letters.write import FORMS, write_letter
from scoring.errors import UserError
from scoring.files import refuse_destination
from scoring.settings import Home

WHOLE = """
name = "Crédit & Fils <SA>"
address = ["1 place du Marché", "35000 Rennes"]
service = { fr = "Guichet", en = "Desk" }
contact = { fr = "notre guichet", en = "our desk" }
reply_within = { fr = "dix jours", en = "ten days" }
"""


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


def write(home, text):
    file = home.root / "lender.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_the_package_brings_one_the_home_may_hold_one_and_the_caller_may_name_one(home, tmp_path):
    assert read_lender(home).name == "Prêt à dépenser"
    write(home, WHOLE)
    assert read_lender(home) == Lender(
        "Crédit & Fils <SA>",
        ("1 place du Marché", "35000 Rennes"),
        {"fr": "Guichet", "en": "Desk"},
        {"fr": "notre guichet", "en": "our desk"},
        {"fr": "dix jours", "en": "ten days"},
    )
    named = tmp_path / "other.toml"
    named.write_text(WHOLE.replace("Crédit & Fils <SA>", "Autre"), encoding="utf-8")
    assert read_lender(home, named).name == "Autre"
    assert read_lender(home).say("contact", "xx") == "our desk"


@pytest.mark.parametrize(
    ("spoiled", "expected"),
    [
        (WHOLE.replace('name = "Crédit & Fils <SA>"', ""), "name: expected a text that is not empty, got none"),
        (WHOLE.replace('"Crédit & Fils <SA>"', "3"), "name: expected a text that is not empty, got 3"),
        (WHOLE.replace('"Crédit & Fils <SA>"', '"  "'), "name: expected one line of text, got '  '"),
        (WHOLE.replace('"Crédit & Fils <SA>"', '"a\\nb"'), "name: expected one line of text, got 'a\\nb'"),
        (WHOLE.replace("Crédit", "Crédit" * 30), "name: expected at most 120 characters, got 192"),
        (WHOLE.replace('["1 place', '"1 place').replace('Rennes"]', 'Rennes"'), "expected TOML"),
        (WHOLE.replace('"35000 Rennes"', "35000"), "address.1: expected a text that is not empty, got 35000"),
        (WHOLE.replace('en = "our desk"', 'de = "x"'), "contact: expected a text for 'en', got none"),
        (WHOLE.replace('en = "our desk"', "en = 1"), "contact.en: expected a text that is not empty, got 1"),
        (WHOLE + 'colour = "red"\n', "colour: expected one of name, address, service, contact, reply_within"),
        (WHOLE.replace("contact =", "contact"), "expected TOML, got something else"),
        (b"name = '\xff'", "expected a file of text that can be read, got bytes that are no utf-8"),
    ],
)
def test_a_file_that_does_not_fit_is_a_sentence_that_names_the_field(home, spoiled, expected):
    write(home, spoiled)
    with pytest.raises(UserError) as mistake:
        read_lender(home)
    assert mistake.value.got.startswith("lender.toml: ")
    assert expected in mistake.value.got
    assert mistake.value.remedy


def test_a_named_file_that_is_not_there_is_a_sentence(home, tmp_path):
    with pytest.raises(UserError, match=r"^no\.toml: expected a file of text that can be read, got no such file"):
        read_lender(home, tmp_path / "no.toml")
    with pytest.raises(UserError, match="got is a directory"):
        read_lender(home, tmp_path)


@pytest.mark.parametrize("name", ["letter", "letter.docx", "letter.html.txt", ".pdf"])
def test_a_letter_is_html_or_pdf(tmp_path, name):
    with pytest.raises(UserError, match=r"expected a name that ends in \.html or \.pdf"):
        refuse_destination("--output", tmp_path / name, FORMS)


def test_a_folder_that_is_not_there_is_said_before_anything_is_computed(tmp_path):
    with pytest.raises(UserError, match="expected a folder that is there"):
        refuse_destination("--output", tmp_path / "no" / "letter.pdf", FORMS)
    (tmp_path / "folder.pdf").mkdir()
    with pytest.raises(UserError, match="expected a file, got the folder"):
        refuse_destination("--output", tmp_path / "folder.pdf", FORMS)


def test_without_a_browser_a_pdf_is_refused_and_the_letter_that_was_there_stays(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    target = tmp_path / "letter.pdf"
    target.write_bytes(b"an earlier one")
    with pytest.raises(UserError, match="Expected a PDF, got none: Chromium is not installed here"):
        write_letter("<p>", target)
    assert target.read_bytes() == b"an earlier one"


# --- the command ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_writes_what_the_page_would_show(world, run_cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    from scoring.portfolio import Portfolio

    client = int(Portfolio.open(world).clients[0])
    own = tmp_path / "own.toml"
    own.write_text(WHOLE, encoding="utf-8")
    ran = run_cli("--home", world.root, "letter", client, "--lender", own, "--language", "en")
    assert (ran.status, ran.err) == (0, "")
    written = (tmp_path / f"client-{client}-letter.html").read_text(encoding="utf-8")
    assert "Crédit &amp; Fils &lt;SA&gt;" in written
    assert "Write to our desk. We answer within ten days." in written
    assert run_cli("--home", world.root, "letter", client, "--kind", "file", "--output", "f.html").status == 0
    assert f"Fiche du client {client}" in (tmp_path / "f.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_command_writes_a_pdf(world, run_cli, tmp_path):
    from scoring.portfolio import Portfolio

    client, target = int(Portfolio.open(world).clients[0]), tmp_path / "l.pdf"
    assert run_cli("--home", world.root, "letter", client, "--output", target).status == 0
    assert target.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("1",), "No client has the number 1."),
        (("1e5",), "Expected the number of a client"),
        (("900001", "--language", "xx"), "--language: expected one of"),
        (("900001", "--output", "x.doc"), "--output: expected a name that ends in"),
        (("900001", "--lender", "/none.toml"), "none.toml: expected a file of text"),
    ],
)
def test_the_commands_mistakes_are_sentences(world, run_cli, arguments, expected, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = run_cli("--home", world.root, "letter", *arguments)
    assert ran.status == 2
    assert expected in ran.err
    assert "Traceback" not in ran.err
    assert list(tmp_path.iterdir()) == []
