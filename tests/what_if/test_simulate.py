"""Simulated changes: what follows from them, what is impossible, and the same answer as in batch."""

import shutil

import polars as pl
import pytest

from scoring.errors import UserError
from scoring.explain.assess import assessments
from scoring.features.build import absent_sources, build
from scoring.features.identity import identity
from scoring.model.folder import open_model
from scoring.model.manifest import ReferenceStats
from scoring.model.score import score
from scoring.portfolio import Portfolio
from scoring.portfolio.current_portfolio import APPLICATIONS
from scoring.portfolio.write import refuse_other_applications
from scoring.tables.store import TableSet, open_tables
from scoring.what_if.change import COLUMNS, FEATURES, Request, change, problems
from scoring.what_if.simulate import Simulator

ASKED = Request(credit=240_000.0, annuity=20_000.0, goods_price=200_000.0, income=100_000.0)
SEEN = {
    "credit": (50_000.0, 1_000_000.0),
    "annuity": (2_000.0, 100_000.0),
    "duration": (6.0, 60.0),
    "goods_price": (40_000.0, 900_000.0),
    "income": (25_000.0, 500_000.0),
    "burden": (0.01, 2.0),
    "financed": (1.0, 1.5),
}
USUAL = {FEATURES[field]: ReferenceStats(low, None, low, high, ()) for field, (low, high) in SEEN.items()}


def test_the_duration_is_kept_or_the_annuity():
    assert ASKED.duration == 12.0
    kept = change(ASKED, "credit", 120_000.0, "duration")
    assert (kept.annuity, kept.duration) == (10_000.0, 12.0)
    other = change(ASKED, "credit", 120_000.0, "annuity")
    assert (other.annuity, other.duration) == (20_000.0, 6.0)
    assert change(ASKED, "duration", 24.0, "annuity").annuity == 10_000.0
    assert change(ASKED, "annuity", 10_000.0, "duration").duration == 24.0
    assert change(ASKED, "income", 200_000.0, "duration").burden == 0.1


def test_what_is_not_known_stays_so():
    asked = Request(credit=100.0, annuity=None, goods_price=None, income=10.0)
    assert (asked.duration, asked.burden, asked.financed) == (None, None, None)
    assert change(asked, "credit", 50.0, "duration") == Request(50.0, None, None, 10.0)


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("credit", 2_000_000.0, {"credit", "annuity", "burden", "financed"}),
        ("annuity", 101_000.0, {"annuity", "duration", "burden"}),
        ("duration", 90.0, {"duration"}),
        ("goods_price", 100_000.0, {"financed"}),
        ("goods_price", 600_000.0, set()),  # one may always pay a part oneself
        ("income", 19_000.0, {"income", "burden"}),
        ("income", 60_000.0, set()),
    ],
)
def test_what_no_client_had_is_impossible(field, value, found):
    wished = change(ASKED, field, value, "duration")
    assert {one.field for one in problems(wished, ASKED, USUAL)} == found


def test_what_the_application_says_itself_is_possible():
    odd = Request(credit=2_000_000.0, annuity=20_000.0, goods_price=200_000.0, income=100_000.0)
    assert problems(odd, odd, USUAL) == ()


@pytest.mark.slow
def test_a_change_is_answered_as_batch_scoring_answers_it(world):
    """Each client's changed application goes through tables, features and scores of everyone."""
    portfolio, tables, model = Portfolio.open(world), open_tables(world), open_model(world)
    simulator = Simulator(portfolio)
    wishes = [("credit", 0.8), ("annuity", 1.1), ("duration", 0.7), ("goods_price", 1.2), ("income", 1.5)]
    clients = [int(client) for client in portfolio.clients[3:403:80]]
    asked = {}
    for client, (field, factor) in zip(clients, wishes, strict=True):
        start = simulator.start(client)
        asked[client] = change(start.request, field, getattr(start.request, field) * factor, "duration")
    changed = _changed(tables, asked)
    rows = build(changed)
    scores = score(model, rows, identity(changed).collect(), absent_sources(changed))
    batch = assessments(scores, rows, model.manifest, model.comparable, absent_sources(changed))
    by_client = {one.client: one for one in batch}
    for client, request in asked.items():
        answer = simulator.answer(simulator.start(client), request)
        assert answer.after.log_odds == pytest.approx(by_client[client].log_odds, rel=1e-12, abs=1e-12)
        assert answer.after.zone == by_client[client].zone
        assert answer.after.score == by_client[client].score
        assert answer.before == portfolio.assess(client)


@pytest.mark.slow
def test_no_change_gives_the_portfolios_own_answer(world):
    portfolio = Portfolio.open(world)
    simulator = Simulator(portfolio)
    for client in portfolio.clients[::100]:
        start = simulator.start(int(client))
        same = simulator.answer(start, start.request)
        assert same.after == same.before
        assert same.moved == ()


@pytest.mark.slow
def test_the_layout_of_the_applications_file_is_read_once_for_all_clients(world, monkeypatch):
    """Of many clients it is most of the time that a simulation takes to begin."""
    simulator, scanned, scan = Simulator(Portfolio.open(world)), [], pl.scan_parquet
    monkeypatch.setattr(pl, "scan_parquet", lambda file, **options: scanned.append(file) or scan(file, **options))
    for client in simulator.portfolio.clients[:3]:
        simulator.start(int(client))
    assert [file.name for file in scanned].count(APPLICATIONS) == 1


@pytest.mark.parametrize("changed", ["SK_ID_CURR", "AMT_CREDIT", "AMT_INCOME_TOTAL"])
def test_applications_that_the_features_were_not_computed_from_are_refused(changed):
    """Otherwise a simulation would start from what someone else asks for."""
    applications = pl.DataFrame({"SK_ID_CURR": [1, 2], **{column: [10.0, None] for column in COLUMNS.values()}})
    rows = applications.rename({column: FEATURES[field] for field, column in COLUMNS.items()})
    refuse_other_applications(applications, rows)
    others = applications.with_columns(pl.col(changed) + 1)
    with pytest.raises(UserError, match=r"Expected the tables that the features were computed from.*scoring run"):
        refuse_other_applications(others, rows)


@pytest.mark.slow
def test_another_clients_application_is_never_simulated(own_world):
    portfolio = Portfolio.open(own_world)
    file = portfolio.folder / APPLICATIONS
    pl.read_parquet(file).reverse().write_parquet(file)
    with pytest.raises(UserError, match="expected the application of client"):
        Simulator(portfolio).start(int(portfolio.clients[0]))


@pytest.mark.slow
def test_an_open_page_simulates_on_while_tables_and_model_are_gone(own_world):
    simulator = Simulator(Portfolio.open(own_world))
    shutil.rmtree(own_world.tables)
    shutil.rmtree(own_world.models)
    start = simulator.start(int(simulator.portfolio.clients[0]))
    assert not simulator.is_ready
    assert simulator.answer(start, change(start.request, "income", start.request.income * 1.1, "duration"))
    assert simulator.is_ready


def _changed(tables, asked):
    """The same tables, with what each client asks for put into their application."""
    frames = dict(tables.frames)
    for name in [name for name in frames if name.startswith("application")]:
        frame = frames[name].collect()
        for client, request in asked.items():
            new = {column: getattr(request, field) for field, column in COLUMNS.items()}
            frame = frame.with_columns(
                pl.when(pl.col("SK_ID_CURR") == client).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)
                for column, value in new.items()
            )
        frames[name] = frame.lazy()
    return TableSet(frames, tables.fingerprint)
