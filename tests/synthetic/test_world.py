"""The simulated world: whole, coherent, strange in Kaggle's ways, and true to its own probabilities."""

from __future__ import annotations

import dataframely as dy
import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from sklearn.metrics import roc_auc_score

from scoring.errors import UserError
from scoring.synthetic import World, simulate
from scoring.synthetic.agree import ENQUIRIES, enquiries_of_the_known
from scoring.synthetic.application import draw_circle
from scoring.synthetic.people import draw_clients
from scoring.tables.schema import CONTRACT, TABLES, known_levels

CLIENTS = 2000
CODES = {"XNA", "XAP"}


@pytest.fixture(scope="module")
def world() -> World:
    return simulate(CLIENTS, seed=11)


@pytest.fixture(scope="module")
def clients(world: World) -> pl.DataFrame:
    both = pl.concat([world.tables["application_train"], world.tables["application_test"]], how="diagonal")
    return both.join(world.truth, on="SK_ID_CURR", validate="1:1")


def previous_of(world: World, kinds: list[str]) -> pl.DataFrame:
    previous = world.tables["previous_application"]
    granted = previous.filter(pl.col("NAME_CONTRACT_STATUS") == "Approved", pl.col("NAME_CONTRACT_TYPE").is_in(kinds))
    return granted.select("SK_ID_PREV", "SK_ID_CURR", "DAYS_DECISION", "AMT_ANNUITY", "DAYS_TERMINATION")


def test_the_bureau_was_asked_about_one_in_twenty_whom_it_does_not_know() -> None:
    """Of 8,000 clients without a credit elsewhere 400 have enquiries, give or take four standard deviations of 19.5."""
    strangers = draw_clients(np.random.default_rng(1), 8_000, train=8_000, n_second=0)
    columns = draw_circle(np.random.default_rng(2), strangers)
    known = int(strangers.ids[0])
    bureau = pl.DataFrame({"SK_ID_CURR": [known]})
    asked = enquiries_of_the_known(np.random.default_rng(3), strangers, columns, bureau)
    holds = ~np.isnan(np.stack([asked[name] for name in ENQUIRIES]))
    assert (holds == holds[0]).all()  # all six, or none
    assert holds[0, 0]  # whom the bureau knows
    assert 400 - 78 <= holds[0, 1:].sum() <= 400 + 78


def test_same_seed_same_world() -> None:
    one, two = simulate(300, seed=5), simulate(300, seed=5)
    for table in TABLES:
        assert_frame_equal(one.tables[table], two.tables[table])
    assert_frame_equal(one.truth, two.truth)


def test_other_seed_other_world() -> None:
    one, two = simulate(300, seed=5), simulate(300, seed=6)
    assert not one.tables["application_train"].equals(two.tables["application_train"])
    assert not one.truth["probability"].equals(two.truth["probability"])


@pytest.mark.parametrize("table", TABLES)
def test_columns_and_types_of_the_contract(world: World, table: str) -> None:
    rows = world.tables[table]
    columns = CONTRACT[table].columns
    assert rows.columns == list(columns)
    for name, column in columns.items():
        cast = rows[name].cast(column.dtype, strict=True)
        assert column.nullable or cast.null_count() == 0, name
        if isinstance(column, dy.String):
            levels = {*known_levels(column), *CODES}
            assert set(cast.drop_nulls().unique()) <= levels, name
        elif cast.dtype.is_float():
            assert cast.is_nan().sum() == 0, name


@pytest.mark.parametrize("table", [table for table in TABLES if CONTRACT[table].primary_key])
def test_keys_name_one_row(world: World, table: str) -> None:
    assert not world.tables[table].select(CONTRACT[table].primary_key).is_duplicated().any()


def test_train_and_test_share(world: World) -> None:
    train, test = world.tables["application_train"], world.tables["application_test"]
    assert train.height + test.height == CLIENTS
    assert train.height / CLIENTS == pytest.approx(0.863, abs=0.001)
    assert "TARGET" not in test.columns
    assert train["SK_ID_CURR"].min() > 456_255  # never a real client


def test_every_row_has_its_parent(world: World, clients: pl.DataFrame) -> None:
    for table in ("bureau", "previous_application"):
        assert world.tables[table].join(clients, on="SK_ID_CURR", how="anti").is_empty()
    assert world.tables["bureau_balance"].join(world.tables["bureau"], on="SK_ID_BUREAU", how="anti").is_empty()
    loans, cards = previous_of(world, ["Cash loans", "Consumer loans"]), previous_of(world, ["Revolving loans"])
    both = pl.concat([loans, cards])
    owners = {"POS_CASH_balance": loans, "credit_card_balance": cards, "installments_payments": both}
    for table, parents in owners.items():
        assert world.tables[table].join(parents, on=["SK_ID_PREV", "SK_ID_CURR"], how="anti").is_empty(), table


def test_months_lie_within_the_life_of_the_loan(world: World) -> None:
    parents = previous_of(world, ["Cash loans", "Consumer loans", "Revolving loans"])
    for table in ("POS_CASH_balance", "credit_card_balance"):
        months = world.tables[table].join(parents, on="SK_ID_PREV")
        assert months.filter(pl.col("MONTHS_BALANCE") > -1).is_empty()
        assert months.filter(pl.col("MONTHS_BALANCE") * 30 + 30 < pl.col("DAYS_DECISION")).is_empty()
        assert months.filter(pl.col("MONTHS_BALANCE") * 30 > pl.col("DAYS_TERMINATION")).is_empty()


def test_instalments_agree_with_the_annuity(world: World) -> None:
    rows = world.tables["installments_payments"].filter(pl.col("NUM_INSTALMENT_VERSION") > 0)
    rows = rows.join(previous_of(world, ["Cash loans", "Consumer loans"]), on="SK_ID_PREV")
    same = (rows["AMT_INSTALMENT"] - rows["AMT_ANNUITY"]).abs() < 0.01
    assert same.mean() > 0.85
    assert (rows["DAYS_INSTALMENT"] > rows["DAYS_DECISION"]).all()


def test_some_instalments_are_paid_in_parts(world: World) -> None:
    rows = world.tables["installments_payments"].filter(pl.col("NUM_INSTALMENT_VERSION") > 0)
    paid = rows.group_by("SK_ID_PREV", "NUM_INSTALMENT_NUMBER").agg(
        pl.len(), pl.sum("AMT_PAYMENT"), pl.first("AMT_INSTALMENT"), pl.col("AMT_PAYMENT").null_count().alias("pending")
    )
    parts = paid.filter(pl.col("len") == 2, pl.col("pending") == 0)
    assert 0.01 < parts.height / paid.height < 0.12
    assert ((parts["AMT_PAYMENT"] - parts["AMT_INSTALMENT"]).abs() < 0.02).all()


def test_days_past_due_agree_with_late_payments(world: World) -> None:
    rows = world.tables["installments_payments"].filter(pl.col("NUM_INSTALMENT_VERSION") > 0)
    unpaid = pl.col("DAYS_ENTRY_PAYMENT").is_null() | (pl.col("DAYS_ENTRY_PAYMENT") > pl.col("DAYS_INSTALMENT"))
    late = rows.filter(unpaid).select("SK_ID_PREV").unique()
    overdue = world.tables["POS_CASH_balance"].filter(pl.col("SK_DPD") > 0)
    assert overdue.height > 0
    assert overdue.join(late, on="SK_ID_PREV", how="anti").is_empty()


def test_fewer_instalments_are_left_each_month(world: World) -> None:
    months = world.tables["POS_CASH_balance"].drop_nulls().sort("SK_ID_PREV", "MONTHS_BALANCE")
    step = months.select(pl.col("CNT_INSTALMENT_FUTURE").diff().over("SK_ID_PREV"))["CNT_INSTALMENT_FUTURE"]
    assert (step.drop_nulls() <= 0).all()


def test_closed_credits_have_an_end_and_active_ones_none(world: World) -> None:
    bureau = world.tables["bureau"]
    assert bureau.filter(pl.col("CREDIT_ACTIVE") == "Closed")["DAYS_ENDDATE_FACT"].null_count() == 0
    active = bureau.filter(pl.col("CREDIT_ACTIVE") == "Active")
    assert active["DAYS_ENDDATE_FACT"].null_count() == active.height


def test_only_approved_applications_have_a_life(world: World) -> None:
    previous = world.tables["previous_application"]
    granted = previous["NAME_CONTRACT_STATUS"] == "Approved"
    assert (previous["DAYS_FIRST_DUE"].is_not_null() == granted).all()


def share(rows: pl.DataFrame, condition: pl.Expr) -> float:
    return float(rows.select(condition.mean()).item())


def test_strange_values_of_the_application(world: World, clients: pl.DataFrame) -> None:
    assert share(clients, pl.col("DAYS_EMPLOYED") == 365243) == pytest.approx(0.18, abs=0.04)
    assert ((clients["DAYS_EMPLOYED"] == 365243) == (clients["ORGANIZATION_TYPE"] == "XNA")).all()
    assert share(world.tables["application_train"], pl.col("CODE_GENDER") == "XNA") > 0
    assert (world.tables["application_test"]["REGION_RATING_CLIENT_W_CITY"] == -1).sum() == 1
    assert share(clients, pl.col("DAYS_LAST_PHONE_CHANGE") == 0) == pytest.approx(0.12, abs=0.04)


def test_strange_values_of_the_histories(world: World) -> None:
    bureau, previous = world.tables["bureau"], world.tables["previous_application"]
    assert share(bureau, pl.col("DAYS_CREDIT_ENDDATE") < -40_000) > 0
    assert share(bureau, pl.col("DAYS_CREDIT_UPDATE") > 0) > 0
    assert share(bureau, pl.col("AMT_CREDIT_SUM_DEBT") < 0) > 0
    assert share(previous, pl.col("DAYS_FIRST_DRAWING") == 365243) > 0.9
    assert share(previous, pl.col("DAYS_TERMINATION") == 365243) > 0.1
    assert share(previous, pl.col("AMT_CREDIT") == 0) == pytest.approx(0.196, abs=0.05)
    assert share(previous, pl.col("CODE_REJECT_REASON") == "XAP") > 0.5
    assert (previous["AMT_DOWN_PAYMENT"] < 0).any()
    assert world.tables["installments_payments"]["AMT_PAYMENT"].null_count() > 0
    assert (world.tables["credit_card_balance"]["AMT_DRAWINGS_ATM_CURRENT"] < 0).any()


@pytest.mark.parametrize(
    ("table", "without", "margin"),
    [
        ("bureau", 0.143, 0.03),
        ("previous_application", 0.054, 0.02),
        ("POS_CASH_balance", 0.059, 0.02),
        ("installments_payments", 0.055, 0.02),
        ("credit_card_balance", 0.71, 0.05),
    ],
)
def test_clients_without_a_history(world: World, table: str, without: float, margin: float) -> None:
    rows = world.tables[table]
    if table == "bureau":
        covered = world.tables["bureau_balance"]["SK_ID_BUREAU"].n_unique() / rows.height
        assert 0.3 < covered < 0.5
    assert 1 - rows["SK_ID_CURR"].n_unique() / CLIENTS == pytest.approx(without, abs=margin)


@pytest.mark.parametrize(("score", "missing"), [("1", 0.55), ("2", 0.002), ("3", 0.198)])
def test_missing_scores(clients: pl.DataFrame, score: str, missing: float) -> None:
    assert clients[f"EXT_SOURCE_{score}"].null_count() / CLIENTS == pytest.approx(missing, abs=0.04)


def test_building_is_missing_as_one(clients: pl.DataFrame) -> None:
    less, more = clients["YEARS_BEGINEXPLUATATION_AVG"].is_null(), clients["COMMONAREA_AVG"].is_null()
    assert less.mean() == pytest.approx(0.49, abs=0.05)
    assert more.mean() == pytest.approx(0.70, abs=0.05)
    assert (less & ~more).mean() < 0.01


def test_the_same_person_twice(clients: pl.DataFrame) -> None:
    days = ["DAYS_BIRTH", "DAYS_REGISTRATION", "DAYS_ID_PUBLISH"]
    twice = clients.filter(pl.len().over("person") == 2).sort("person", "DAYS_BIRTH")
    assert twice.height == 2 * round(CLIENTS * 0.025)
    first, second = twice.gather_every(2, 1), twice.gather_every(2)
    shift = (first[days[0]] - second[days[0]]).to_numpy()
    assert (shift > 0).all()
    for name in days[1:]:
        assert ((first[name] - second[name]).to_numpy() == shift).all(), name
    told = (first["CODE_GENDER"] != "XNA") & (second["CODE_GENDER"] != "XNA")
    assert (first["CODE_GENDER"] == second["CODE_GENDER"]).filter(told).all()


def test_truth_is_kept_apart(world: World, clients: pl.DataFrame) -> None:
    assert world.truth.columns[:3] == ["SK_ID_CURR", "probability", "person"]
    assert world.truth.height == clients.height == CLIENTS
    for rows in world.tables.values():
        assert not set(world.truth.columns[1:]) & set(rows.columns)
        assert not [name for name in rows.columns if name.startswith("_")]


def test_terms_of_the_truth_add_up_to_the_true_log_odds(world: World) -> None:
    probability = world.truth["probability"].to_numpy()
    terms = world.truth.drop("SK_ID_CURR", "probability", "person").to_numpy().sum(axis=1)
    intercept = np.log(probability / (1 - probability)) - terms
    assert intercept == pytest.approx(np.full(CLIENTS, intercept[0]), abs=1e-9)


def test_targets_follow_the_truth(world: World) -> None:
    train = world.tables["application_train"].join(world.truth, on="SK_ID_CURR")
    probability, target = train["probability"].to_numpy(), train["TARGET"].to_numpy()
    noise = np.sqrt((probability * (1 - probability)).sum()) / len(target)
    assert abs(target.mean() - probability.mean()) < 4 * noise
    assert world.truth["probability"].mean() == pytest.approx(0.0807, abs=0.001)


def test_how_far_the_truth_tells_clients_apart() -> None:
    world = simulate(6000, seed=2)
    train = world.tables["application_train"].join(world.truth, on="SK_ID_CURR")
    gini = 2 * roc_auc_score(train["TARGET"], train["probability"]) - 1
    assert 0.54 < gini < 0.70


@pytest.mark.parametrize("clients", [50, 51, 60])
def test_small_worlds_are_whole(clients: int) -> None:
    world = simulate(clients, seed=0)
    assert set(world.tables) == set(TABLES)
    assert world.truth.height == clients


def test_progress_names_each_table() -> None:
    told: list[str] = []
    simulate(60, seed=1, progress=told.append)
    assert set(told) == set(TABLES) - {"application_test"}


@pytest.mark.parametrize(("clients", "seed", "word"), [(49, 1, "50"), (-3, 1, "50"), (100, -1, "seed")])
def test_bad_input_is_told(clients: int, seed: int, word: str) -> None:
    with pytest.raises(UserError, match=word):
        simulate(clients, seed=seed)
