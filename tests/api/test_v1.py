"""/v1: the same answers as the page gives, addressed, paged, tagged, in both languages."""

import csv
import dataclasses
import io
import json
import shutil

import polars as pl
import pytest
from pydantic import TypeAdapter

from scoring.cohorts.criteria import Criterion
from scoring.portfolio import Portfolio
from scoring.portfolio.current_portfolio import ROWS
from scoring.portfolio.evaluation import Evaluation, evaluations
from scoring.what_if.change import Request
from scoring.what_if.routes import find_routes
from scoring.what_if.simulate import Simulator

pytestmark = pytest.mark.slow  # a trained world


@pytest.fixture(scope="module")
def client(portfolio):
    return int(portfolio.clients[4])


def as_json(assessment):
    return json.loads(json.dumps(dataclasses.asdict(assessment)))  # tuples as lists


def test_an_assessment_is_the_pages_digit_for_digit(ask, portfolio):
    for client in map(int, portfolio.clients[::50]):
        answer = ask.get(f"/v1/clients/{client}/assessment")
        assert answer.status_code == 200
        assert answer.json() == as_json(portfolio.assess(client))


def test_an_assessment_that_the_caller_holds_is_304(ask, client):
    first = ask.get(f"/v1/clients/{client}/assessment")
    tag = first.headers["etag"]
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = ask.get(f"/v1/clients/{client}/assessment", headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = ask.get(f"/v1/clients/{client}/assessment", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200
    assert ask.get(f"/v1/clients/{client + 1}/assessment").headers["etag"] != tag


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (['"other"', "{tag}"], 304),
        (["{tag}", '"other"'], 304),
        (['W/"other"', "W/{tag}"], 304),
        (['"a, b"', '"c" , W/{tag} ,'], 304),
        (['"other"', "*"], 304),
        (['"other"', '"another"'], 200),
        (['"a, *, b"'], 200),
        (['"*"'], 200),
        (["w/{tag}"], 200),
        (["{bare}"], 200),
        (['"x{bare}"', "{bare}, x"], 200),
        ([""], 200),
    ],
)
def test_tags_are_read_as_a_list_on_however_many_lines(ask, client, lines, status):
    address = f"/v1/clients/{client}/assessment"
    tag = ask.get(address).headers["etag"]
    held = [("If-None-Match", line.format(tag=tag, bare=tag.strip('"'))) for line in lines]
    assert ask.get(address, headers=held).status_code == status


@pytest.mark.parametrize(
    ("line", "status"),
    [("{tag}", 200), ("*", 200), ('"other", {tag}', 200), ('"other"', 412), ("W/{tag}", 412), ("{bare}", 412)],
)
def test_an_answer_that_must_be_the_one_of_a_tag_is_412_where_it_is_another(ask, client, line, status):
    """It was given as if nothing had been asked: whoever acts on the answer of a model of yesterday is not told."""
    address = f"/v1/clients/{client}/assessment"
    tag = ask.get(address).headers["etag"]
    headers = {"If-Match": line.format(tag=tag, bare=tag.strip('"')), "Accept-Language": "fr"}
    answer = ask.get(address, headers=headers)
    assert (answer.status_code, answer.headers["etag"]) == (status, tag)
    if status == 412:
        assert answer.json()["detail"].startswith("La réponse que nomme If-Match était attendue")


def test_languages_are_read_as_a_list_on_however_many_lines(ask):
    for lines in (["de", "fr"], ["en;q=0.1", "fr"], ["fr", "en;q=0.1"]):
        answer = ask.get("/v1/clients/1", headers=[("Accept-Language", line) for line in lines])
        assert answer.headers["content-language"] == "fr"


def test_routes_are_the_pages_and_read_aloud_in_the_language_asked_for(ask, portfolio):
    refused = portfolio.index.filter(pl.col("zone") == "refuse")["SK_ID_CURR"].head(4).to_list()
    for client in refused:
        expected = find_routes(Simulator(portfolio), client)
        answer = ask.get(f"/v1/clients/{client}/routes", headers={"Accept-Language": "fr"}).json()
        assert (answer["client"], answer["model"]) == (client, portfolio.manifest.version)
        of_requests = [route for route in answer["routes"] if not route["credits"]]
        assert [as_json(route) for route in expected.routes if not route.credits][:1] == [
            {name: value for name, value in route.items() if name not in ("sentence", "assumes")}
            for route in of_requests[:1]
        ]
        assert all("points" in route["sentence"] for route in answer["routes"])
        assert bool(answer["without"]) == (not answer["routes"])


def test_nobody_has_no_routes(ask):
    answer = ask.get("/v1/clients/1/routes")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_pages_by_key_hold_every_client_once(ask, portfolio):
    found, after = [], 0
    while after is not None:
        page = ask.get("/v1/clients", params={"after": after, "limit": 90}).json()
        assert page["total"] == len(portfolio.clients)
        found += [row["client"] for row in page["clients"]]
        after = page["next"]
    assert found == portfolio.clients.tolist()


def test_the_last_page_says_so_even_when_it_is_full(ask, portfolio):
    last = int(portfolio.clients[-1])
    page = ask.get("/v1/clients", params={"after": int(portfolio.clients[-3]), "limit": 2}).json()
    assert [row["client"] for row in page["clients"]][-1] == last
    assert page["next"] is None
    assert ask.get("/v1/clients", params={"after": last}).json()["clients"] == []


def test_clients_by_criteria_are_those_of_the_portfolio(ask, portfolio):
    wanted = ["application_amt_credit:200000..600000", "zone:review|refuse"]
    page = ask.get("/v1/clients", params={"criterion": wanted, "limit": 100}).json()
    mask = portfolio.find(
        [Criterion("application_amt_credit", 200000.0, 600000.0), Criterion("zone", levels=("review", "refuse"))]
    )
    assert page["total"] == mask.sum()
    assert [row["client"] for row in page["clients"]] == portfolio.clients[mask][:100].tolist()
    assert {row["zone"] for row in page["clients"]} <= {"review", "refuse"}


def test_clients_by_digits_contain_them(ask, portfolio):
    digits = str(portfolio.clients[0])[-2:]
    page = ask.get("/v1/clients", params={"search": digits, "limit": 100}).json()
    assert [row["client"] for row in page["clients"]] == [
        int(number) for number in portfolio.clients if digits in str(number)
    ][:100]


@pytest.mark.parametrize(
    "wanted",
    ["", "zone", "zone:", ":1..2", "zone:sideways", "code_gender:F", "score:9..1", "score:a..b", "nothing:1..2"],
)
def test_a_criterion_that_is_not_understood_is_a_sentence(ask, wanted):
    answer = ask.get("/v1/clients", params={"criterion": wanted})
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["field"] == "criterion"


def test_one_client_is_the_row_of_the_list(ask, client):
    row = ask.get(f"/v1/clients/{client}").json()
    assert row in ask.get("/v1/clients").json()["clients"]


@pytest.mark.parametrize("kind", ["similar", "nearest", "zone", "all"])
def test_similar_clients_are_those_of_the_page(ask, portfolio, client, kind):
    answer = ask.get(f"/v1/clients/{client}/similar", params={"kind": kind}).json()
    group = portfolio.group(kind, client)
    happened = portfolio.observed(group)
    assert answer["group"]["n"] == group.n
    assert answer["group"]["rule"]["fr"] == group.rule.fr
    assert {name: answer["group"][name] for name in dataclasses.asdict(happened)} == dataclasses.asdict(happened)
    one = portfolio.assess(client)
    reasons = [reason.feature for reason in (*one.raises, *one.lowers)]
    rows = portfolio.comparison_rows(client, group, reasons)
    assert answer["variables"] == [dataclasses.asdict(row) for row in rows]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_clients_data_are_those_of_the_page_as_json_and_csv(ask, portfolio, client, language):
    address, headers = f"/v1/clients/{client}/data", {"Accept-Language": language}
    expected = [datum._asdict() for datum in portfolio.data_of(client, language)]
    answer = ask.get(address, headers=headers)
    assert answer.headers["content-language"] == language
    assert answer.json() == expected
    written = ask.get(address, params={"format": "csv"}, headers=headers)
    assert written.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(written.text)))
    assert [row["label"] for row in rows] == [datum["label"] for datum in expected]
    assert [row["value"] for row in rows] == [datum["value"] for datum in expected]


def test_an_application_is_answered_with_what_not_to_expect(ask, body_of, request_body, client):
    answer = ask.post("/v1/assess", json=body_of(client)).json()
    assert answer["assessment"]["client"] == client
    assert [notice["code"] for notice in answer["notices"]] == ["known_client"]
    assert answer["before"] is None
    assert ask.post("/v1/assess", json=request_body).json()["notices"] == []


def test_changes_to_a_known_client_are_those_of_the_simulation(ask, portfolio, client):
    simulator = Simulator(portfolio)
    start = simulator.start(client)
    amount = start.request.credit * 0.9
    answer = ask.post("/v1/assess", json={"client": client, "changes": {"AMT_CREDIT": amount}})
    assert answer.status_code == 200, answer.text
    request = Request(amount, start.request.annuity, start.request.goods_price, start.request.income)
    simulation = simulator.answer(start, request)
    assert answer.json()["assessment"] == as_json(simulation.after)
    assert answer.json()["before"] == as_json(simulation.before) == as_json(portfolio.assess(client))


@pytest.mark.parametrize(
    ("body", "status", "field", "words"),
    [
        ({"client": 1, "changes": {"AMT_CREDIT": 5}}, 404, None, "No client has the number 1."),
        ({"client": "900001", "changes": {"AMT_CREDIT": 5}}, 422, "client", "expected a whole number from 1"),
        ({"client": 900001.0, "changes": {"AMT_CREDIT": 5}}, 422, "client", "expected a whole number from 1"),
        ({"client": True, "changes": {"AMT_CREDIT": 5}}, 422, "client", "got true"),
        ({"client": "HERE"}, 422, "changes", "expected an object with one of AMT_CREDIT"),
        ({"client": "HERE", "changes": {}}, 422, "changes", "got an empty object"),
        ({"client": "HERE", "changes": []}, 422, "changes", "got a list"),
        (
            {"client": "HERE", "changes": {"AMT_CREDIT": "5"}},
            422,
            "changes.AMT_CREDIT",
            "a number above 0, got the text",
        ),
        ({"client": "HERE", "changes": {"AMT_CREDIT": -5}}, 422, "changes.AMT_CREDIT", "a number above 0, got -5"),
        (
            {"client": "HERE", "changes": {"AMT_INCOME_TOTAL": 10**400}},
            422,
            "changes.AMT_INCOME_TOTAL",
            "a number above 0, got a number too large to be read",
        ),
        ({"client": "HERE", "changes": {"AMT_CREDIT": 1e15}}, 422, "changes.AMT_CREDIT", "a value between"),
        ({"client": "HERE", "changes": {"DAYS_BIRTH": -1}}, 422, "changes.DAYS_BIRTH", "expected one of AMT_CREDIT"),
        ({"client": "HERE", "changes": {"AMT_CREDIT": 5}, "x": 1}, 422, "x", "expected one of client, changes"),
    ],
)
def test_changes_that_cannot_be_are_named(ask, client, body, status, field, words):
    answer = ask.post("/v1/assess", json={**body, "client": client if body["client"] == "HERE" else body["client"]})
    assert answer.status_code == status
    problem = answer.json()
    messages = {mistake["field"]: mistake["message"] for mistake in problem["fields"]}
    assert words in (problem["detail"] if field is None else messages[field])


def test_the_model_says_of_itself_what_the_page_shows(ask, portfolio):
    answer, evaluation = ask.get("/v1/model").json(), portfolio.evaluation()
    assert answer["evaluation"] == json.loads(TypeAdapter(Evaluation).dump_json(evaluation))
    assert {group["trait"] for group in answer["evaluation"]["rates"]} == {rate.trait for rate in evaluation.rates}
    assert answer["evaluation"]["clients"] == sum(answer["evaluation"]["zones"].values()) == len(portfolio.clients)
    turn = portfolio.model_history().serves_since(portfolio.manifest.version)
    assert answer["serves_since"] == (turn and turn.since)
    assert "SK_ID_CURR" not in str(answer["evaluation"])


def test_of_a_model_that_was_not_evaluated_the_rest_is_told(ask_of, own_world):
    shutil.rmtree(evaluations(own_world))
    answer = ask_of(own_world).get("/v1/model")
    assert (answer.status_code, answer.json()["evaluation"]) == (200, None)
    assert answer.json()["metrics"]["auc"] == Portfolio.open(own_world).manifest.metrics["auc"]


def test_another_model_than_the_one_named_is_409(ask, request_body, portfolio):
    version = portfolio.manifest.version
    assert ask.post("/v1/assess", json=request_body, headers={"Scoring-Model": version}).status_code == 200
    stale = ask.post("/v1/assess", json=request_body, headers={"Scoring-Model": "before"})
    assert stale.status_code == 409
    assert f"Expected the model before to answer, got {version}." in stale.json()["detail"]


# --- whether it answers -------------------------------------------------------------------------------


def test_ready_and_alive_are_two_things(ask, ask_of, tmp_path, portfolio):
    from scoring.settings import Home

    assert ask.get("/v1/ready").json()["model"] == portfolio.manifest.version
    assert ask.get("/ready").json() == ask.get("/v1/ready").json() == ask.get("/health").json()
    empty = ask_of(Home(tmp_path))
    assert empty.get("/v1/health").json() == {"status": "alive"}
    assert empty.get("/v1/ready").status_code == empty.get("/ready").status_code == 503


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_truncated_portfolio_is_not_ready(ask_of, own_world, share):
    from scoring.portfolio import Portfolio

    file = Portfolio.open(own_world).folder / ROWS
    content = file.read_bytes()
    file.write_bytes(content[: int(share * len(content))])
    ask = ask_of(own_world)
    for address in ("/health", "/ready", "/v1/ready", "/clients", "/v1/clients"):
        answer = ask.get(address)
        assert answer.status_code == 503, address
        assert "damaged" in answer.json()["detail"]
    assert ask.get("/v1/health").status_code == 200


def test_where_nothing_can_be_put_on_record_it_is_not_ready(ask_of, own_world):
    journal, ask = own_world.root / "journal", ask_of(own_world)
    assert ask.get("/v1/ready").status_code == 200
    shutil.rmtree(journal, ignore_errors=True)
    journal.write_text("no folder")
    again = ask_of(own_world)
    for address in ("/health", "/ready", "/v1/ready"):
        answer = again.get(address, headers={"Accept-Language": "fr"})
        assert answer.status_code == 503, address
        assert answer.json()["detail"].startswith("Le journal ne peut pas être écrit (Not a directory). Vérifiez")
        assert answer.headers["retry-after"] == "10"
    assert again.get("/v1/health").status_code == 200


def test_a_journal_that_is_removed_while_it_is_served_is_not_ready(ask_of, own_world, portfolio):
    ask = ask_of(own_world)
    body = {"client": int(portfolio.clients[2]), "decided": "granted", "why": "Revenus vérifiés.", "motive": "income"}
    body["model"] = portfolio.manifest.version
    assert ask.post("/v1/decisions", json=body).status_code == 201
    shutil.rmtree(own_world.root / "journal")
    assert ask.post("/v1/decisions", json=body).status_code == 500
    answer = ask.get("/v1/ready")
    assert (answer.status_code, "Expected a journal that can be written" in answer.json()["detail"]) == (503, True)


def test_what_is_counted_names_no_client(ask, client):
    ask.get(f"/v1/clients/{client}/assessment")
    text = ask.get("/metrics").text
    assert 'scoring_requests_total{method="GET",route="/v1/clients/{client}/assessment",status="200"}' in text
    assert str(client) not in text
    assert not pl.Series(text.splitlines()).str.contains("request_seconds_bucket").is_empty()
