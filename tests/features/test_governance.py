"""What a lender may rely on: every column has an entry of allowed values, every entry a column."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from scoring.features.build import definitions, derived_columns
from scoring.features.definition import DerivedColumn
from scoring.features.governance import Governance, derive, governance, governance_fingerprint
from scoring.tables.schema import CONTRACT
from scoring.texts import columns
from scoring.validation import parse

RAW = {table.source: set(table.schema.columns()) for table in CONTRACT.values()}


def every_column() -> Iterator[tuple[str, str, Governance]]:
    for table, entries in governance().items():
        for name, entry in entries.items():
            yield table, name, entry


def test_every_named_column_is_governed_and_no_other() -> None:
    named = {source: list(entries) for source, entries in columns().items()}
    assert {source: list(entries) for source, entries in governance().items()} == named


def test_every_raw_column_and_every_column_of_a_feature_has_an_entry_and_no_entry_is_an_orphan() -> None:
    read = {source: {feature.column for feature in definitions() if feature.source == source} for source in RAW}
    for source, raw in RAW.items():
        assert set(governance()[source]) == raw | read[source], source


def test_every_entry_holds_allowed_values_of_the_right_kind() -> None:
    for source, name, entry in every_column():
        parse(Governance, entry.__dict__, "Mend the entry.", f"{source}.{name}")


@pytest.mark.parametrize(
    ("field", "value"),
    [("theme", "weather"), ("direction", 2), ("actionable", 1), ("protected", "religion"), ("basis", "opinion")],
)
def test_the_fingerprint_follows_what_is_stated(monkeypatch: pytest.MonkeyPatch, field: str, value: object) -> None:
    before = governance_fingerprint()
    entry = governance()["application"]["AMT_CREDIT"]
    monkeypatch.setitem(entry.__dict__, field, value)
    assert governance_fingerprint() != before


def test_sex_social_circle_and_what_is_not_economic_have_no_basis() -> None:
    application = governance()["application"]
    assert application["CODE_GENDER"].protected == "sex"
    assert {name for name, entry in application.items() if entry.protected == "social"} == {
        f"{kind}_{days}_CNT_SOCIAL_CIRCLE" for kind in ("OBS", "DEF") for days in (30, 60)
    }
    for _, name, entry in every_column():
        if entry.protected in ("sex", "social") or name.startswith("SK_ID") or name == "TARGET":
            assert entry.basis == "none", name
        if re.search(r"WEEKDAY|HOUR_APPR|TYPE_SUITE|FLAG_EMAIL", name):
            assert entry.basis == "none", name


def test_whatever_is_made_from_age_falls_with_age() -> None:
    application = governance()["application"]
    assert application["DAYS_BIRTH"].protected == application["employed_share"].protected == "age"


def test_only_the_application_can_be_changed_and_what_compares_a_history_with_it() -> None:
    histories = {
        (source, name) for source, name, entry in every_column() if entry.actionable and source != "application"
    }
    assert histories == {
        ("previous", "requested_granted_ratio"),
        ("bureau", "requested_elsewhere_ratio"),
        ("installments", "requested_instalment_ratio"),
    }
    application = governance()["application"].items()
    assert {name for name, entry in application if entry.actionable and entry.theme == "credit"} == {
        "NAME_CONTRACT_TYPE",
        "AMT_CREDIT",
        "AMT_ANNUITY",
        "AMT_GOODS_PRICE",
        "income_credit_ratio",
        "annuity_income_ratio",
        "credit_goods_ratio",
        "implied_term",
    }


# --- computed columns -----------------------------------------------------------------------------

STATED = {
    "ours": {
        "PRICE": Governance("credit", 1, True, "", "economic"),
        "INCOME": Governance("income", -1, False, "", "economic"),
        "AGE": Governance("situation", -1, False, "age", "economic"),
        "FRIENDS": Governance("situation", 0, False, "social", "none"),
        "DATE": Governance("situation", 0, False, "", "none"),
    },
    "theirs": {"LATE": Governance("repayment", 1, False, "", "history")},
}


def derived(*made_from: str, theme: str | None = None) -> Governance:
    return derive(DerivedColumn("ours", "some", "ratio", made_from, direction=1, theme=theme), STATED)  # type: ignore[arg-type]


def test_a_computed_column_falls_under_the_strictest_that_it_is_made_from() -> None:
    assert derived("PRICE") == Governance("credit", 1, True, "", "economic")
    assert derived("PRICE", "INCOME", theme="credit") == Governance("credit", 1, True, "", "economic")
    assert derived("INCOME", "AGE", theme="income") == Governance("income", 1, False, "age", "economic")
    assert derived("AGE", "DATE") == Governance("situation", 1, False, "age", "none")
    assert derived("theirs.LATE") == Governance("repayment", 1, False, "", "history")
    both = derive(DerivedColumn("ours", "some", "ratio", ("PRICE", "theirs.LATE"), 1, "credit", "history"), STATED)
    assert both == Governance("credit", 1, True, "", "history")
    barred = derive(DerivedColumn("ours", "some", "ratio", ("AGE", "DATE"), 1, "credit", "history"), STATED)
    assert barred.basis == "none"  # what is stated never lets in what has no basis
    assert derived(theme="history") == Governance("history", 1, False, "", "history")


@pytest.mark.parametrize(
    ("made_from", "theme", "unclear"),
    [
        (("PRICE", "INCOME"), None, "ours.some: theme: .* got .'credit', 'income'."),
        (("AGE", "FRIENDS"), None, "ours.some: protected: .* got .'age', 'social'."),
        (("PRICE", "theirs.LATE"), "credit", "ours.some: basis: .* got .'economic', 'history'."),
        ((), None, r"ours.some: theme: .* got \[\]"),
    ],
)
def test_what_does_not_follow_from_the_raw_columns_is_refused_by_name(
    made_from: tuple[str, ...], theme: str | None, unclear: str
) -> None:
    with pytest.raises(ValueError, match=unclear):
        derived(*made_from, theme=theme)


def test_every_computed_column_is_read_by_a_feature() -> None:
    read = {(feature.source, feature.column) for feature in definitions()}
    assert [column for column in derived_columns() if (column.source, column.column) not in read] == []
