"""Bodies of many parts hold nobody up: refused before they are looked through, and off the event loop."""

import json
import threading

import pytest

from scoring.api import decisions
from scoring.api.application import understood
from scoring.api.body import MOST_PARTS, parse
from scoring.api.problem import ProblemError
from scoring.settings import Home
from scoring.tables import records
from scoring.tables.records import mistakes
from scoring.tables.rules import one_hot, survey, texts

ENTRIES = range(MOST_PARTS + 1)
DECISION = {"client": 900_001, "decided": "granted", "why": "Revenus vérifiés.", "model": "x"}


@pytest.fixture
def empty(ask_of, tmp_path):
    """The API of a home in which there is nothing yet."""
    return ask_of(Home(tmp_path))


@pytest.mark.parametrize(
    "value",
    [
        {"application": {f"k{number}": 1 for number in ENTRIES}},
        {"application": [{} for _ in ENTRIES]},
        {"bureau": [1 for _ in ENTRIES]},
        {f"k{number}": {"a": []} for number in range(MOST_PARTS // 2)},
    ],
)
def test_a_body_of_too_many_parts_is_413_before_any_is_looked_at(value):
    with pytest.raises(ProblemError) as raised:
        parse(json.dumps(value).encode())
    assert raised.value.problem.status == 413
    assert raised.value.problem.detail == "Expected at most 25000 keys or rows, got more. Send one application."


def test_as_many_rows_as_histories_may_have_are_read():
    value = {"bureau": [{"CREDIT_TYPE": "Car loan", "AMT_CREDIT_SUM": 1.0} for _ in range(10_000)]}
    assert parse(json.dumps(value).encode()) == value


def test_a_decision_is_short_or_413_in_the_callers_language(empty):
    large = json.dumps({**DECISION, **{f"k{number}": 1 for number in range(10_000)}})
    headers = {"Content-Type": "application/json"}
    answer = empty.post("/v1/decisions", content=large, headers=headers)
    assert (answer.status_code, answer.json()["detail"]) == (
        413,
        "Expected a body of at most 64 KiB, got a larger one.",
    )
    french = empty.post("/v1/decisions", content=large, headers={**headers, "Accept-Language": "fr"})
    assert french.json()["detail"] == "Le corps de la demande dépasse 64 KiB."


def test_the_longest_reason_fits_however_it_is_written(empty):
    longest = {**DECISION, "why": "\U0001f600" * 2000, "adviser": "é" * 80}
    assert empty.post("/v1/decisions", content=json.dumps(longest)).status_code == 503  # understood; nothing answers


def test_an_empty_decision_is_told_what_a_decision_is(empty):
    told = empty.post("/v1/decisions", content=b"").json()["detail"]
    assert told == "body: expected an object with the keys client, decided, why, model, got an empty body."


def test_a_decision_is_understood_off_the_event_loop(empty, monkeypatch):
    threads = []

    def heard(body):
        threads.append(threading.current_thread().name)
        return parse(body)

    monkeypatch.setattr(decisions, "parse", heard)
    empty.post("/v1/decisions", json=DECISION)
    assert [name.startswith("assess") for name in threads] == [True]


@pytest.mark.parametrize("place", ["application", "bureau"])
@pytest.mark.parametrize("kind", ["text", "number"])
def test_a_text_of_millions_of_signs_is_refused_before_it_is_looked_at(request_body, place, kind, monkeypatch):
    monkeypatch.setattr(texts, "folded", None)
    columns = {"application": ("NAME_EDUCATION_TYPE", "AMT_CREDIT"), "bureau": ("CREDIT_TYPE", "DAYS_CREDIT")}
    column = columns[place][kind == "number"]
    row = request_body["application"] if place == "application" else request_body["bureau"][0]
    field = f"application.{column}" if place == "application" else f"bureau[0].{column}"
    row[column] = "x" * 3_000_000
    with pytest.raises(ProblemError) as told:
        understood(request_body)
    assert told.value.problem.detail == (
        f"{field}: expected a text of at most 200 characters, got the text '{'x' * 60}…'."
    )


def test_the_longest_text_is_read_and_a_name_of_millions_of_signs_is_cut(request_body, monkeypatch):
    request_body["application"]["NAME_EDUCATION_TYPE"] = "é" * 200
    assert understood(request_body)
    longest, folded = [0], texts.folded
    monkeypatch.setattr(one_hot, "folded", lambda text: longest.append(len(text)) or folded(text))
    request_body["application"]["x" * 3_000_000] = 1
    with pytest.raises(ProblemError, match="expected a name of the contract, got an unknown one"):
        understood(request_body)
    assert 0 < max(longest) <= 200


def test_a_text_that_nobody_knows_is_looked_at_once(request_body, monkeypatch):
    met, understand = [], survey.understood
    monkeypatch.setattr(survey, "understood", lambda text, rule: met.append(text) or understand(text, rule))
    row = request_body["bureau"][0]
    request_body["bureau"] = [{**row, "SK_ID_BUREAU": n, "CREDIT_TYPE": f"t{n}"} for n in range(1, 401)]
    request_body.pop("bureau_balance", None)
    with pytest.raises(ProblemError, match="refused as a whole"):
        understood(request_body)
    assert len(met) == len(set(met)) == 400


@pytest.mark.parametrize("spread", ["in one row", "over rows"])
def test_names_without_end_are_not_each_looked_for_among_the_contracts(request_body, monkeypatch, spread):
    """A body of 20,000 of them held a worker for more than a second; the first are still told what they may mean."""
    looked = []
    monkeypatch.setattr(records.difflib, "get_close_matches", lambda name, *_, **__: looked.append(name) or [])
    names = {f"K{number}": 1 for number in range(2_000)}
    if spread == "in one row":
        request_body["application"] |= names
    else:
        request_body["bureau"] = [
            {**request_body["bureau"][0], "SK_ID_BUREAU": n, name: 1} for n, name in enumerate(names, 1)
        ]
    assert len([mistake for mistake in mistakes(request_body) if mistake.got == "an unknown one"]) == 2_000
    assert 20 < len(looked) <= records.MOST_SOUGHT
