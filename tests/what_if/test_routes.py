"""The way to a yes: smallest realistic changes, each answered by the one scoring code."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from scoring.features.build import build
from scoring.portfolio import Portfolio
from scoring.portfolio.client_records import tables_of
from scoring.tables.store import TableSet, open_tables
from scoring.texts import languages
from scoring.what_if.change import Request
from scoring.what_if.levers import Reach, candidates
from scoring.what_if.repayments import CREDITS, paid, payments, rows_when_paid
from scoring.what_if.route_words import RequiredScores, route_words, routes_text
from scoring.what_if.routes import Outcome, Route, differing, find_routes, first_better, gain, nearest_miss
from scoring.what_if.simulate import Simulator

ASKED = Request(credit=100_000.0, annuity=5_000.0, goods_price=90_000.0, income=60_000.0)
REFUSED = Outcome("refuse", 400, 0.30, ())
NEAR = Outcome("review", 470, 0.12, ("near_threshold",))
STRANGE = Outcome("review", 480, 0.11, ("out_of_range",))
YES = Outcome("accept", 520, 0.07, ())


def route(outcome: Outcome, lever="amount", effort=0.5) -> Route:
    return Route(lever, ASKED, (), 0.0, effort, outcome)


@pytest.fixture(scope="module")
def portfolio(world) -> Portfolio:
    return Portfolio.open(world)


@pytest.fixture(scope="module")
def simulator(portfolio) -> Simulator:
    return Simulator(portfolio)


def clients(portfolio: Portfolio, zone: str, most: int = 12) -> list[int]:
    return portfolio.index.filter(pl.col("zone") == zone)["SK_ID_CURR"].head(most).to_list()


def nearly_granted(portfolio: Portfolio) -> list[int]:
    """Refused clients whose score is highest: some of them have a route, whatever the small world's model reads."""
    refused = portfolio.index.filter(pl.col("zone") == "refuse").sort("score", "SK_ID_CURR", descending=True)
    return refused["SK_ID_CURR"].head(25).to_list()


# --- which answer is better ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("then", "now", "better"),
    [
        (YES, REFUSED, 2),
        (NEAR, REFUSED, 1),
        (STRANGE, REFUSED, 0),
        (REFUSED, REFUSED, 0),
        (YES, NEAR, 2),
        (NEAR, NEAR, 0),
    ],
)
def test_a_case_that_only_became_strange_has_gained_nothing(then, now, better):
    assert gain(then, now) == better


def test_a_cause_that_was_there_before_is_not_held_against_a_change():
    thin = dataclasses.replace(REFUSED, zone="review", causes=("thin_file",))
    assert gain(dataclasses.replace(YES, causes=("thin_file",), zone="review"), thin) == 0
    assert gain(YES, thin) == 2


def test_the_smallest_change_counts_that_the_next_larger_one_confirms():
    line = [route(one, effort=at) for at, one in enumerate((REFUSED, NEAR, REFUSED, NEAR, NEAR, REFUSED))]
    assert first_better(line, REFUSED) == line[3]


def test_a_yes_goes_before_a_second_look():
    line = [route(one, effort=at) for at, one in enumerate((NEAR, NEAR, YES, YES))]
    assert first_better(line, REFUSED) == line[2]
    assert first_better(line[:2], REFUSED) == line[0]
    assert first_better([route(STRANGE), route(STRANGE)], REFUSED) is None


def test_three_routes_of_kinds_that_differ():
    found = differing(
        [
            route(NEAR, "longer", 0.1),
            route(YES, "amount", 0.9),
            route(YES, "contribution", 0.4),
            route(NEAR, "income", 0.2),
            route(NEAR, "repaid", 0.3),
        ]
    )
    assert [one.lever for one in found] == ["contribution", "longer", "income"]


def test_a_longer_and_a_shorter_duration_are_not_advised_beside_each_other():
    others = [route(NEAR, "amount_longer", 0.2), route(NEAR, "longer", 0.3), route(NEAR, "amount", 0.4)]
    assert [one.lever for one in differing([route(NEAR, "shorter", 0.1), *others])] == ["shorter", "amount"]
    assert [one.lever for one in differing([route(NEAR, "shorter", 0.9), *others])] == ["amount_longer", "longer"]


def test_no_route_asks_for_all_of_a_nearer_one_and_more_besides():
    """ "Rembourser en 29 mois" stood above "demander 355 000 et rembourser en 29 mois", with the same answer."""

    def over(months, lever, effort):
        return dataclasses.replace(
            route(NEAR, lever, effort), request=dataclasses.replace(ASKED, annuity=ASKED.credit / months)
        )

    longer = over(29, "longer", 0.1)
    smaller, income = route(NEAR, "amount", 0.4), route(NEAR, "income", 0.5)
    for months, levers in ((29, ["longer", "amount", "income"]), (24, ["longer", "amount_longer", "income"])):
        found = differing([longer, over(months, "amount_longer", 0.2), smaller, income])
        assert [one.lever for one in found] == levers


def test_a_zone_of_review_at_the_same_risk_is_no_gain():
    same = Outcome("review", 400, REFUSED.probability, ("near_threshold",))
    assert (gain(same, REFUSED), gain(NEAR, REFUSED), gain(YES, REFUSED)) == (0, 1, 2)


def test_smaller_amounts_and_longer_durations_are_put_together_in_every_third_step():
    """Of 25 smaller amounts and 40 longer durations (21 to 60 months), as far as both stay within one effort."""
    tried = candidates(ASKED, Reach())
    efforts = [
        round(amount.effort + longer.effort, 9)
        for amount in tried["amount"][::3]
        for longer in tried["longer"][::3]
        if amount.effort + longer.effort <= 1.0
    ]
    assert [round(candidate.effort, 9) for candidate in tried["amount_longer"]] == sorted(efforts)
    assert (len(tried["amount"]), len(tried["longer"])) == (25, 40)


def test_the_nearest_miss_is_what_gains_most_and_nothing_where_nothing_gains():
    weak, strong = dataclasses.replace(REFUSED, probability=0.28), dataclasses.replace(REFUSED, probability=0.25)
    assert nearest_miss([route(weak), route(strong, "longer")], REFUSED).outcome == strong
    assert nearest_miss([route(weak, effort=0.1), route(strong, effort=0.9)], REFUSED).outcome == strong
    assert nearest_miss([route(strong, effort=0.9), route(strong, "longer", 0.2)], REFUSED).effort == 0.2
    assert nearest_miss([route(REFUSED)], REFUSED) is None
    assert nearest_miss([], REFUSED) is None


# --- what can be changed ------------------------------------------------------------------------------


def test_a_higher_income_is_rounded_up_to_the_step_in_which_people_say_it():
    """A fifth in 25 parts: 98,000 and 0.8 % are 98,784, said as 99,000; a fifth is 117,600, said as 118,000."""
    asked = Request(credit=100_000.0, annuity=5_000.0, goods_price=None, income=98_000.0)
    incomes = [candidate.request.income for candidate in candidates(asked, Reach())["income"]]
    assert (incomes[0], incomes[-1], len(incomes)) == (99_000.0, 118_000.0, 25)


def test_every_candidate_stays_within_the_lenders_range_and_the_smallest_change_comes_first():
    reach = Reach()
    for lever, tried in candidates(ASKED, reach).items():
        efforts = [one.effort for one in tried]
        assert efforts == sorted(efforts), lever
        assert 0.0 < efforts[0] <= efforts[-1] <= 1.0 + 1e-9, lever
        for one in tried:
            assert 0.5 * ASKED.credit <= one.request.credit <= ASKED.credit, lever
            assert 6.0 - 1e-9 <= one.request.duration <= 60.0 + 1e-9, lever
            assert ASKED.income <= one.request.income <= 1.25 * ASKED.income, lever


def test_a_lever_changes_what_it_names_and_nothing_else():
    tried = candidates(ASKED, Reach())
    for one in tried["contribution"]:
        assert (one.request.goods_price, one.request.income) == (ASKED.goods_price, ASKED.income)
        assert one.request.duration == pytest.approx(ASKED.duration)
    for one in tried["amount"]:
        assert one.request.financed == pytest.approx(ASKED.financed)
    for one in (*tried["longer"], *tried["shorter"]):
        assert one.request.credit == ASKED.credit
        assert round(one.request.duration) != round(ASKED.duration)
    for one in tried["income"]:
        assert dataclasses.replace(one.request, income=ASKED.income) == ASKED


def test_what_the_application_does_not_say_is_no_lever():
    assert candidates(Request(None, None, None, None), Reach()) == {}
    assert set(candidates(Request(None, None, None, 1000.0), Reach())) == {"income"}


def test_a_revolving_credit_has_no_duration_to_choose_and_no_purchase_to_pay_a_part_of():
    assert set(candidates(dataclasses.replace(ASKED, revolving=True), Reach())) == {"amount", "income"}


def credits(**columns) -> pl.DataFrame:
    count = len(next(iter(columns.values())))
    whole = {
        "SK_ID_CURR": [1] * count,
        "SK_ID_BUREAU": list(range(11, 11 + count)),
        "CREDIT_ACTIVE": ["Active"] * count,
        "CREDIT_DAY_OVERDUE": [0.0] * count,
        "AMT_CREDIT_SUM_OVERDUE": [0.0] * count,
        "AMT_CREDIT_SUM_DEBT": [0.0] * count,
        "DAYS_ENDDATE_FACT": [None] * count,
    }
    return pl.DataFrame(whole | columns, schema_overrides={"DAYS_ENDDATE_FACT": pl.Float64})


def test_arrears_are_paid_and_the_smallest_debts_repaid_first_up_to_a_share_of_the_income():
    rows = credits(
        AMT_CREDIT_SUM_DEBT=[9_000.0, 2_000.0, 0.0, 5_000.0],
        AMT_CREDIT_SUM_OVERDUE=[300.0, 0.0, 0.0, 0.0],
        CREDIT_ACTIVE=["Active", "Active", "Active", "Closed"],
    )
    tried = payments(rows, ASKED, Reach())  # a quarter of 60,000
    assert [(one.lever, one.credits, one.amount) for one in tried] == [
        ("arrears", (11,), 300.0),
        ("repaid", (12,), 2_000.0),
        ("repaid", (12, 11), 11_000.0),
    ]
    assert [one.effort for one in tried] == pytest.approx([0.02, 2 / 15, 11 / 15])
    assert [one.credits for one in payments(rows, dataclasses.replace(ASKED, income=20_000.0), Reach())] == [
        (11,),
        (12,),
    ]
    assert payments(credits(AMT_CREDIT_SUM_DEBT=[0.0]), ASKED, Reach()) == ()


def test_what_is_repaid_is_closed_and_what_is_late_is_late_no_more():
    rows = credits(AMT_CREDIT_SUM_DEBT=[9_000.0, 2_000.0], CREDIT_DAY_OVERDUE=[30.0, 40.0])
    arrears, first, _ = payments(rows, ASKED, Reach())
    assert arrears.credits == (11, 12)
    assert paid(rows, arrears)["CREDIT_DAY_OVERDUE"].to_list() == [0.0, 0.0]
    assert paid(rows, arrears)["CREDIT_ACTIVE"].to_list() == ["Active", "Active"]
    after = paid(rows, first)
    assert after["CREDIT_ACTIVE"].to_list() == ["Active", "Closed"]
    assert after["AMT_CREDIT_SUM_DEBT"].to_list() == [9_000.0, 0.0]
    assert after["CREDIT_DAY_OVERDUE"].to_list() == [30.0, 0.0]


# --- on a trained world -------------------------------------------------------------------------------


@pytest.mark.slow
def test_features_after_a_payment_are_those_of_tables_in_which_it_is_paid(world, portfolio, simulator):
    tables = open_tables(world)
    for client in clients(portfolio, "refuse"):
        own, start = tables.of([client]), simulator.start(client)
        rows = own.frame(CREDITS).collect()
        tried = payments(rows, start.request, Reach(most_repaid=100.0))
        if not tried:
            continue
        together = rows_when_paid(start.rows, own, tried)
        for place, payment in enumerate(tried):
            changed = TableSet({**own.frames, CREDITS: paid(rows, payment).lazy()})
            alone = build(changed)
            for name in together.select(pl.selectors.float()).columns:
                then, expected = together[name][place], alone[name][0]
                assert (then is None) == (expected is None), name
                assert (then or 0.0) == pytest.approx(expected or 0.0, rel=1e-9), name
        return
    pytest.fail("Expected a refused client with a debt elsewhere.")


@pytest.mark.slow
def test_every_route_is_the_scoring_codes_own_answer_and_better_than_todays(portfolio, simulator):
    seen = 0
    for client in nearly_granted(portfolio):
        routes = find_routes(simulator, client)
        assert routes.now.zone == "refuse"
        assert len({one.lever for one in routes.routes}) == len(routes.routes) <= 3
        assert not (routes.routes and routes.nearest_miss)
        for found in routes.routes:
            assert gain(found.outcome, routes.now) > 0
            if not found.credits:
                seen += 1
                after = simulator.answer(simulator.start(client), found.request).after
                assert (after.zone, after.score) == (found.outcome.zone, found.outcome.score)
                assert after.review_because == found.outcome.causes
    assert seen > 0


def test_who_asks_for_a_revolving_credit_is_advised_no_duration_and_no_purchase(portfolio, simulator):
    worst = portfolio.index.filter(pl.col("zone") != "accept")["SK_ID_CURR"].to_list()
    kind = "application_name_contract_type"
    asking = [client for client in worst if portfolio.values(client)[kind] == "Revolving loans"]
    assert asking
    for client in asking[:3]:
        routes = find_routes(simulator, client)
        assert routes.request.revolving
        tried = [*routes.routes, *([routes.nearest_miss] if routes.nearest_miss else [])]
        assert {one.lever for one in tried} <= {"amount", "income", "arrears", "repaid"}


@pytest.mark.slow
def test_nothing_is_searched_for_a_client_who_gets_a_yes(portfolio, simulator):
    (client,) = clients(portfolio, "accept", 1)
    routes = find_routes(simulator, client)
    assert (routes.routes, routes.nearest_miss) == ((), None)


@pytest.mark.slow
def test_without_the_tables_payments_are_not_tried(own_world):
    portfolio = Portfolio.open(own_world)
    (own_world.tables / "current").unlink()
    assert tables_of(portfolio.folder) is None
    simulator = Simulator(portfolio)
    levers = {one.lever for client in nearly_granted(portfolio) for one in find_routes(simulator, client).routes}
    assert levers
    assert not levers & {"arrears", "repaid"}


@pytest.mark.slow
@pytest.mark.parametrize("language", languages())
def test_routes_are_read_aloud_without_codes_and_never_change_a_value_into_itself(portfolio, simulator, language):
    for client in clients(portfolio, "refuse", 25):
        routes = find_routes(simulator, client)
        words = route_words(routes, language)
        assert len(words) == len(routes.routes)
        text = routes_text(routes, language, RequiredScores.of(portfolio.assess(client)))
        assert "{" not in text
        assert "_" not in text
        for one, spoken in zip(routes.routes, words, strict=True):
            assert spoken.assumes in text
            if one.lever in ("longer", "shorter"):
                now, then = simulator.start(client).request.duration, one.request.duration
                assert f"{round(then)}" in spoken.sentence.replace(f"{round(now)}", "", 1)


@pytest.mark.slow
def test_the_command_and_its_json_say_the_same(world, portfolio, run_cli):
    import json

    (client,) = clients(portfolio, "refuse", 1)
    spoken, body = (run_cli("--home", world.root, "routes", client, *more) for more in ((), ("--json",)))
    assert (spoken.status, body.status) == (0, 0)
    answer = json.loads(body.out)
    assert (answer["client"], answer["now"]["zone"]) == (client, "refuse")
    assert spoken.out.count("  - ") == len(answer["routes"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "words"), [(("abc",), "Expected the number of a client"), (("1",), "No client has the number 1")]
)
def test_who_is_nobody_has_no_routes(world, run_cli, arguments, words):
    ran = run_cli("--home", world.root, "routes", *arguments)
    assert ran.status == 2
    assert words in ran.err
