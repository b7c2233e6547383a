"""The one answer: assess, score --output and the portfolio agree to the last digit; never in sample."""

import shutil

import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest

from scoring.cohorts.criteria import Criterion
from scoring.errors import UserError
from scoring.explain.assess import additivity_gap
from scoring.features.catalogue import catalogue
from scoring.files import current, read_json, write_json
from scoring.inference.archive import score_tables
from scoring.model.current_model import model_folder
from scoring.model.folder import open_model
from scoring.model.points import probability_of
from scoring.model.score import folds_of
from scoring.model.shelf import trained_at
from scoring.pipeline.stages import make_portfolio
from scoring.portfolio import Portfolio
from scoring.portfolio.client_groups import HELD
from scoring.portfolio.current_portfolio import ABOUT, COLUMNS, ROWS
from scoring.settings import Switches
from scoring.tables.store import TableSet, open_tables

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def portfolio(world):
    return Portfolio.open(world)


@pytest.fixture(scope="module")
def some(portfolio):
    return [int(c) for c in portfolio.clients[::7]]


def test_every_client_is_there_with_and_without_target(portfolio, world):
    expected = open_tables(world).application().select("SK_ID_CURR").collect()["SK_ID_CURR"].to_list()
    assert portfolio.clients.tolist() == expected
    assert portfolio.index["target"].null_count() > 0


def test_contributions_and_base_value_give_the_log_odds(portfolio, some):
    assert max(additivity_gap(portfolio.assess(c)) for c in some) < 1e-9


def test_no_client_is_shown_an_in_sample_probability(portfolio, world, some):
    """Whoever was in training is answered by the scorer of their own fold, and by no other."""
    model = open_model(world)
    rows = pl.read_parquet(current(world.features) / "features.parquet")
    who = pl.read_parquet(current(world.features) / "identity.parquet")
    fold = dict(zip(rows["SK_ID_CURR"].to_list(), folds_of(model, rows, who).tolist(), strict=True))
    labelled = dict(rows.select("SK_ID_CURR", pl.col("TARGET").is_not_null()).iter_rows())
    assert [client for client in some if labelled[client] and fold[client] < 0] == []
    for client in some:
        row = rows.filter(pl.col("SK_ID_CURR") == client)
        shown = portfolio.assess(client)
        if fold[client] >= 0:
            own, calibration = model.folds[fold[client]], model.manifest.fold_calibrations[fold[client]]
            assert shown.out_of_sample == "fold"
        else:
            assert shown.out_of_sample == "served"
            own, calibration = model.served, model.manifest.calibration
        assert shown.probability == pytest.approx(probability_of(calibration.apply(own.log_odds(row)))[0], abs=1e-12)


def test_an_archive_scored_afresh_gives_the_same_answers(portfolio, world):
    scored = score_tables(open_model(world), open_tables(world)).scores
    assert np.array_equal(scored.clients, portfolio.clients)
    # Threads add a history's rows up in any order: the last bit of a sum may differ, and with it that of a linear term.
    same = pytest.approx(portfolio.index["probability"].to_numpy(), rel=1e-12, abs=0)
    assert scored.probability == same
    assert scored.frame()["zone"].to_list() == portfolio.index["zone"].to_list()
    first = portfolio.assess(int(portfolio.clients[0]))
    assert first.probability == pytest.approx(scored.probability[0], rel=1e-12, abs=0)


def test_decision_zone_and_score_agree_with_the_threshold(portfolio, some):
    for one in map(portfolio.assess, some):
        assert (one.decision == "refused") == (one.probability >= one.threshold)
        assert one.repayment_probability == pytest.approx(1 - one.probability)
        assert (one.zone == "review") == bool(one.review_because)
        assert one.decision in {"accept": ["granted"], "refuse": ["refused"]}.get(one.zone, ["granted", "refused"])
        assert one.comparable.low <= one.comparable.rate <= one.comparable.high
        for side in (one.raises, one.lowers):  # the four strongest, and one that the client can act on beside them
            assert len(side) <= 5
            assert len([reason for reason in side[4:] if not reason.actionable]) == 0
        assert {s.name for s in one.sources} == set(one.known) | set(one.missing)


def test_beside_a_group_stands_the_value_of_the_client_s_own_file(portfolio, some):
    """Columns of all clients hold 32 bits: 22.5 % was told as 22 % there and as 23 % among the reasons."""
    for client in some[:3]:
        values, everyone = portfolio.values(client), portfolio.group("all", client)
        second = next(name for name in portfolio.variables() if isinstance(values[name], float))
        for name in portfolio.variables():
            assert portfolio.compare(client, name, everyone).client_value == values[name], (client, name)
        assert portfolio.pair(client, name, second, everyone).client == (values[name], values[second])
        for line in portfolio.comparison_rows(client, everyone, portfolio.variables()):
            assert line.value == values[line.feature]


def test_an_absent_table_sends_everyone_who_needs_it_to_review(world):
    model, tables = open_model(world), open_tables(world)
    without = TableSet({n: f for n, f in tables.frames.items() if n != "installments_payments"}, tables.fingerprint)
    scored = score_tables(model, without)
    assert scored.absent_sources == ("installments",)
    frame = scored.scores.frame()
    assert (frame["zone"] == "review").mean() > 0.99
    assert set(frame["decision"]) == {"granted", "refused"}


def test_a_client_is_read_without_reading_a_thousand_others(portfolio):
    layout = pq.ParquetFile(portfolio.folder / ROWS).metadata
    groups = [layout.row_group(place).num_rows for place in range(layout.num_row_groups)]
    assert sum(groups) == len(portfolio.clients)
    assert max(groups) <= 256


def test_an_unknown_client_is_a_sentence(portfolio):
    with pytest.raises(UserError, match="No client has the number 1"):
        portfolio.assess(1)


def test_search_finds_parts_of_a_number_and_puts_beginnings_first(portfolio):
    client = str(portfolio.clients[0])
    assert portfolio.search(client) == [int(client)]
    found = portfolio.search(client[:5], limit=5)
    assert all(client[:5] in str(c) for c in found)
    assert portfolio.search("abc") == []
    assert portfolio.search("") == []


def test_description_speaks_both_languages_and_shows_no_raw_code(portfolio, some):
    for language in ("fr", "en"):
        frame = portfolio.describe(some[0], language)
        assert list(frame.columns) == ["theme", "label", "value", "usual", "source", "used"]
        cells = set(frame.astype(str).to_numpy().ravel())
        assert not cells & {"nan", "None", "XNA", "XAP", "Y", "N"}
        assert not [cell for cell in cells if "365243" in cell or "AMT_" in cell or "DAYS_" in cell]


def test_comparison_counts_the_group(portfolio, some):
    group = portfolio.group("similar", some[3])
    found = portfolio.compare(some[3], "application_amt_credit", group)
    assert group.n >= 100
    assert found.known <= found.n == group.n
    assert 0 <= found.below <= 1


def test_found_clients_meet_the_criteria_and_no_others(portfolio):
    criteria = [Criterion("application_days_birth", 30, 40), Criterion("zone", levels=("accept", "review"))]
    found = portfolio.find(criteria)
    for place in range(0, len(portfolio.clients), 29):
        client = int(portfolio.clients[place])
        years = portfolio.values(client)["application_days_birth"] / 365.25
        assert found[place] == (30 <= years < 41 and portfolio.assess(client).zone != "refuse")
    assert portfolio.find([]).all()


def test_columns_are_held_light_and_only_a_few(portfolio):
    names, columns = portfolio.about.variables[:30], []
    for name in names:
        column = portfolio.column(name)
        assert column.values.dtype == (np.int8 if column.levels else np.float32)
        assert portfolio.column(name) is column
        columns.append(column)
    assert len(portfolio._columns.held) == HELD < 30
    held = [portfolio._columns.glance(name) is column for name, column in zip(names, columns, strict=True)]
    assert held == [False] * (30 - HELD) + [True] * HELD


def test_a_variable_that_is_not_held_is_a_sentence(portfolio):
    with pytest.raises(UserError, match="holds no variable"):
        portfolio.column("application_code_gender")


def test_a_portfolio_of_an_older_version_is_a_sentence(own_world):
    shutil.rmtree(Portfolio.open(own_world).folder / COLUMNS)
    with pytest.raises(UserError, match="got another one"):
        Portfolio.open(own_world)


@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        ({"variables": []}, r"variables: expected a list that is not empty, got \[\]"),
        ({"variables": None}, "variables: expected a list that is not empty, got None"),
        ({"variables": [1]}, "variables.0: expected a text, got 1"),
        ({"absent_sources": 0}, "absent_sources: expected a list, got 0"),
        ({"levels": []}, r"levels: expected an object, got \[\]"),
        ({"demonstration": 1}, "demonstration: expected true or false, got 1"),
        ({"surplus": 1}, "surplus: expected one of variables, levels, absent_sources, demonstration, got a name"),
    ],
)
def test_a_portfolio_that_says_other_things_of_itself_is_a_sentence(own_world, change, mistake):
    file = Portfolio.open(own_world).folder / ABOUT
    write_json(file, read_json(file) | change)
    with pytest.raises(UserError, match=rf"portfolio\.json: {mistake}.* Run 'scoring run' first\."):
        Portfolio.open(own_world)


def test_the_day_of_the_model_is_that_of_its_training(portfolio, world):
    """A portfolio keeps its own copy of the model, made later."""
    trained = trained_at(model_folder(world)).astimezone().date()
    assert portfolio.trained_on == trained
    assert portfolio.manifest.version == model_folder(world).name


def test_a_number_that_is_no_client_is_a_sentence(world):
    portfolio = Portfolio.open(world)
    client = int(portfolio.clients[3])
    assert type(portfolio.assess(portfolio.clients[3]).client) is int
    for given in (None, str(client), float(client), True, [client], float("nan")):
        with pytest.raises(UserError, match=r"^client: expected a whole number, got "):
            portfolio.assess(given)


def test_a_group_of_no_kind_is_a_sentence_rather_than_everybody(world):
    portfolio = Portfolio.open(world)
    with pytest.raises(UserError, match=r"^kind: expected one of all, zone, similar, nearest, own, got 'everyone'"):
        portfolio.group("everyone", int(portfolio.clients[0]))


def test_scores_and_zones_are_compared_as_features_are(world):
    portfolio = Portfolio.open(world)
    client = int(portfolio.clients[3])
    group = portfolio.group("all", client)
    answer = portfolio.assess(client)
    assert portfolio.compare(client, "score", group).client_value == pytest.approx(answer.score, abs=0.5)
    assert portfolio.compare(client, "zone", group).client_value == answer.zone
    together = portfolio.pair(client, "zone", "application_amt_credit", group)
    assert together.client == (answer.zone, portfolio.values(client)["application_amt_credit"])
    with pytest.raises(UserError, match=r"^second: expected a number, got the category zone"):
        portfolio.pair(client, "application_amt_credit", "zone", group)


def test_a_language_without_texts_is_a_sentence(world):
    portfolio = Portfolio.open(world)
    for say in (portfolio.data_of, portfolio.describe):
        with pytest.raises(UserError, match=r"^language: expected one of fr, en.*, got 'de'"):
            say(int(portfolio.clients[0]), "de")


def test_what_a_rule_keeps_from_the_model_is_said_to_be_kept_from_it(portfolio, some):
    data = portfolio.data_of(some[0], "en")
    switches = Switches(**portfolio.manifest.settings["switches"])
    barred = {datum.feature for datum in data if datum.barred}
    assert barred == {datum.feature for datum in data if not catalogue()[datum.feature].allowed(switches)}
    assert "application_name_family_status" in barred
    assert not {datum.feature for datum in data if datum.used} & barred


def test_what_is_written_after_the_last_client_is_told_too(own_world):
    """Of 1,500,000 clients it takes minutes."""
    lines: list[str] = []
    shutil.rmtree(own_world.portfolio)
    make_portfolio(own_world, lines.append)
    after = lines[lines.index("500 of 500 clients scored") + 1 :]
    read = len(Portfolio.open(own_world).manifest.features)
    assert after[0] == "putting the clients' rows together"
    steps = [f"{count:,}" for count in range(25, read, 25)] + [f"{read:,}"]
    assert after[1:] == [f"what each variable does to the score: {step} of {read:,}" for step in steps]
