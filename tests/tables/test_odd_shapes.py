"""Files whose columns are not where a table has them: numbered lines, exchanged rows and columns, single quotes."""

from __future__ import annotations

import csv
import io

import pytest

from scoring.api.language import archive_in_language
from scoring.errors import UserError
from scoring.synthetic import simulate
from scoring.tables.ingest import check_archive
from scoring.tables.numbers import number_hint
from scoring.tables.schema import CONTRACT


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {name: rows.write_csv() for name, rows in simulate(50, 5).tables.items()}


def refusal(folder, texts: dict[str, str], name: str, spoiled: str) -> str:
    for table, text in {**texts, name: spoiled}.items():
        (folder / f"{table}.csv").write_text(text)
    with pytest.raises(UserError) as refused:
        check_archive(folder)
    return str(refused.value)


@pytest.mark.parametrize("name", CONTRACT)
@pytest.mark.parametrize("mark", ["\t", ": ", ") ", " "])
def test_numbered_lines_are_told(tmp_path, texts, name, mark):
    numbered = "\n".join(f"{n:6}{mark}{line}" for n, line in enumerate(texts[name].splitlines(), 1)) + "\n"
    first = f"1{mark}{texts[name].partition(',')[0]}"
    sentence = refusal(tmp_path, texts, name, numbered)
    assert sentence == (
        f"{name}.csv: expected the header in the first line, got a number before it ({('     ' + first)!r}): its "
        "lines are numbered. Export the table without numbers before its lines."
    )
    assert "numérotées" in archive_in_language(sentence, "fr")


@pytest.mark.parametrize("name", CONTRACT)
@pytest.mark.parametrize("quote", ["", '"'])
def test_exchanged_rows_and_columns_are_told(tmp_path, texts, name, quote):
    rows = list(csv.reader(io.StringIO(texts[name])))
    turned = "\n".join(",".join(f"{quote}{v.replace(',', ' ')}{quote}" for v in row) for row in zip(*rows, strict=True))
    sentence = refusal(tmp_path, texts, name, turned + "\n")
    assert "expected names of columns in the first line, got them one below the other (" in sentence
    assert sentence.endswith("): rows and columns are exchanged. Export the table with a row a line.")
    assert "lignes et colonnes sont échangées" in archive_in_language(sentence, "fr")


@pytest.mark.parametrize("name", CONTRACT)
def test_values_between_apostrophes_are_told(tmp_path, texts, name):
    rows = csv.reader(io.StringIO(texts[name]))
    enclosed = "\n".join(",".join(f"'{value.replace(',', ' ')}'" for value in row) for row in rows) + "\n"
    sentence = refusal(tmp_path, texts, name, enclosed)
    assert "(apostrophes enclose it; a CSV file has quotation marks there, or nothing)" in sentence
    assert "des apostrophes l’encadrent" in archive_in_language(sentence, "fr")


def test_a_column_that_is_missing_is_told_as_before(tmp_path, texts):
    without = texts["bureau"].replace("CREDIT_ACTIVE", "ACTIVE", 1)
    assert refusal(tmp_path, texts, "bureau", without).startswith(
        "bureau.csv: column CREDIT_ACTIVE is missing (found 16"
    )


@pytest.mark.parametrize(
    "word",
    ["(null)", "{null}", "<NULL>", "[NULL]", ".A", ".z", "._", "SYSMIS", "1.#QNAN", "-1.#IND", "1.#INF", "-nan(ind)",
     "N.C.", "s.o.", "néant", "unknown", "…", "---"],
)  # fmt: skip
def test_what_other_programs_write_for_nothing_is_told(word):
    told = {"---": " (a line between header and rows, as databases print it; take it out)"}
    assert number_hint(word) == told.get(word, " (a word for no value; leave it empty)")
