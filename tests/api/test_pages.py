"""The OpenAPI pages: every field described, examples that hold, nothing loaded from elsewhere."""

import dataclasses
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from pydantic import TypeAdapter

from scoring.access.keys import create_key
from scoring.access.roles import Role
from scoring.api.app import create_app
from scoring.api.docstrings import attributes_of, summary_of
from scoring.api.field_descriptions import DESCRIBED
from scoring.api.schema import example
from scoring.api.served_examples import NUMBER
from scoring.explain.assessment import Assessment
from scoring.model.scores import REVIEW_CAUSES
from scoring.portfolio import Portfolio
from scoring.settings import Home
from scoring.tables.records import APPLICATION, HISTORIES, contract_of, mistakes


@pytest.fixture(scope="module")
def openapi(tmp_path_factory):
    return create_app(Home(tmp_path_factory.mktemp("home"))).openapi()


def test_the_routes_are_these(openapi):
    routes = {f"{method.upper()} {path}" for path, methods in openapi["paths"].items() for method in methods}
    assert routes == {
        "GET /v1/clients", "GET /v1/clients/{client}", "GET /v1/clients/{client}/assessment",
        "GET /v1/clients/{client}/similar", "GET /v1/clients/{client}/data",
        "GET /v1/clients/{client}/routes", "GET /v1/clients/{client}/letter", "GET /v1/clients/{client}/file",
        "POST /v1/assess", "GET /v1/model",
        "GET /v1/health", "GET /v1/ready", "POST /v1/decisions", "GET /v1/decisions",
        "POST /v1/batch", "GET /v1/batch/{job}", "DELETE /v1/batch/{job}", "GET /v1/batch/{job}/result",
        "GET /v1/batch/{job}/report",
    }  # fmt: skip


def test_the_page_runs_its_own_script_and_no_other(ask_of, tmp_path):
    """By its hash: a text of the description that a browser took for a script would not run."""
    answer = ask_of(Home(tmp_path)).get("/docs")
    scripts = re.search(r"script-src ([^;]*)", answer.headers["content-security-policy"])[1]
    (own,) = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    assert scripts == f"'self' 'sha256-{b64encode(sha256(own.encode()).digest()).decode()}'"


def described_fields(openapi):
    """Every field of every answer and of every problem, with its description."""
    for name, schema in openapi["components"]["schemas"].items():
        for field, content in schema.get("properties", {}).items():
            yield f"{name}.{field}", content


def test_every_field_of_every_answer_says_what_it_means(openapi):
    fields = dict(described_fields(openapi))
    assert {name for name, content in fields.items() if len(content.get("description", "").split()) < 2} == set()
    assert {name for name, content in fields.items() if content["description"][-1] not in ".:"} == set()


# A number without its unit is no answer: what each description must name.
UNITS = re.compile(
    r"0 to 1|log-odds|points|How many|how many|number|the status|The amount|The instalment|price|income|paid|0 for no"
    r"|1 for the first|median|`after`|share|value|Probability of difficulty|SK_ID|unit",
    re.IGNORECASE,
)


def test_every_number_of_every_answer_says_its_unit(openapi):
    def is_number(content):
        kinds = [content, *content.get("anyOf", ())]
        return any(kind.get("type") in ("number", "integer") for kind in kinds)

    numbers = {name: content["description"] for name, content in described_fields(openapi) if is_number(content)}
    assert {"Assessment.score", "Comparable.level", "RouteAnswer.effort"} <= set(numbers)
    assert {name: text for name, text in numbers.items() if not UNITS.search(text)} == {}


@pytest.mark.parametrize("documented", DESCRIBED)
def test_the_dataclasses_of_an_answer_describe_each_of_their_fields_and_no_other(openapi, documented):
    schema = openapi["components"]["schemas"][documented.__name__]
    names = [field.name for field in dataclasses.fields(documented)]
    assert list(attributes_of(documented)) == names == list(schema["properties"])
    assert [schema["properties"][name]["description"] for name in names] == list(attributes_of(documented).values())
    assert schema["description"].startswith(summary_of(documented))
    assert "-----" not in schema["description"]


def test_a_docstring_names_the_causes_that_there_are():
    text = attributes_of(Assessment)["review_because"]
    assert tuple(re.findall(r"`(\w+)`", text)) == REVIEW_CAUSES


def test_a_class_without_the_section_describes_nothing():
    class Plain:
        """Nothing else."""

    assert (attributes_of(Plain), summary_of(Plain)) == ({}, "Nothing else.")


def examples_of_numbers(openapi):
    return {
        example
        for methods in openapi["paths"].values() for operation in methods.values()
        for parameter in operation.get("parameters", ()) if parameter["name"] == "client"
        for example in parameter["schema"].get("examples", ())
    }  # fmt: skip


@pytest.mark.slow
def test_the_examples_exist_in_the_home_served(ask, portfolio):
    openapi = ask.get("/openapi.json").json()
    (number,) = examples_of_numbers(openapi)
    assert number == int(portfolio.clients[0])
    for path, methods in openapi["paths"].items():
        if "get" in methods and "{client}" in path:
            assert ask.get(path.replace("{client}", str(number))).status_code == 200, path
    body = openapi["paths"]["/v1/decisions"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["properties"]["client"]["examples"] == [number]
    assert body["properties"]["model"]["examples"] == [portfolio.manifest.version]
    answer = ask.post("/v1/assess", json=example("request"))
    assert answer.status_code == 200
    assert "never_empty" not in answer.json()["assessment"]["review_because"]  # it holds what every client has


@pytest.mark.slow
def test_no_real_clients_number_stands_in_a_document_that_anyone_reads(ask_of, own_world, monkeypatch):
    create_key(own_world, "anne", Role.MANAGER)
    assert examples_of_numbers(ask_of(own_world).get("/openapi.json").json()) == {
        int(Portfolio.open(own_world).clients[0])
    }
    monkeypatch.setattr(Portfolio, "demonstration", False)
    assert examples_of_numbers(ask_of(own_world).get("/openapi.json").json()) == {NUMBER}


def test_the_example_of_an_assessment_is_one():
    TypeAdapter(Assessment).validate_python(example("assessment"))
    assert set(example("assessment")) == {field.name for field in dataclasses.fields(Assessment)}


def test_the_example_of_a_request_keeps_the_contract():
    assert list(mistakes(example("request"))) == []


def test_the_body_holds_every_column_of_the_contract(openapi):
    content = openapi["paths"]["/v1/assess"]["post"]["requestBody"]["content"]["application/json"]
    application, changes = content["schema"]["anyOf"]
    assert list(changes["properties"]) == ["client", "changes"]
    parts = application["properties"]
    assert list(parts) == [APPLICATION, *HISTORIES]
    for name, part in parts.items():
        row = part if name == APPLICATION else part["items"]
        assert list(row["properties"]) == list(contract_of(name).columns)
        assert row["additionalProperties"] is False
    required = parts[APPLICATION]["required"]
    assert required == ["NAME_CONTRACT_TYPE", "AMT_INCOME_TOTAL", "AMT_CREDIT", "DAYS_BIRTH"]


def test_every_route_says_which_problems_it_may_have(openapi):
    for path, methods in openapi["paths"].items():
        for operation in methods.values():
            assert "503" in operation["responses"] or path == "/v1/health", path
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert response["content"]["application/problem+json"]["schema"]["$ref"].endswith("/Problem"), path
    assert "HTTPValidationError" not in str(openapi["paths"])


def test_the_pages_name_no_other_machine(ask_of, tmp_path):
    ask = ask_of(Home(tmp_path))
    page = ask.get("/docs")
    assert not re.search(r"https?://|src=\"/|href=\"/", page.text)
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert '"validatorUrl": null' in page.text
    for asset in re.findall(r'"(assets/[^"]+)"', page.text):
        assert ask.get(f"/{asset}").status_code == 200


def test_a_text_that_is_taken_is_not_forbidden_by_the_schema(openapi):
    """Another text than those known is no mistake (it sends to review): the schema lists examples of it."""
    content = openapi["paths"]["/v1/assess"]["post"]["requestBody"]["content"]["application/json"]
    contract_type = content["schema"]["anyOf"][0]["properties"][APPLICATION]["properties"]["NAME_CONTRACT_TYPE"]
    assert contract_type["type"] == "string"
    assert contract_type["examples"] == ["Cash loans", "Revolving loans"]
    assert "enum" not in str(content["schema"]["anyOf"][0])


def operations(openapi):
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_parameter_and_every_field_of_a_body_says_what_it_means(openapi):
    silent = [
        (address, parameter["name"])
        for address, operation in operations(openapi)
        for parameter in operation.get("parameters", ())
        if len(parameter.get("description", "").split()) < 2
    ]
    bodies = {
        address: operation["requestBody"]["content"].get("application/json", {}).get("schema", {})
        for address, operation in operations(openapi)
        if "requestBody" in operation
    }
    waiting = list(bodies.items())
    while waiting:
        place, schema = waiting.pop()
        for name, content in schema.get("properties", {}).items():
            silent += [] if content.get("description") else [(place, name)]
            waiting.append((f"{place}.{name}", content))
        waiting += [(place, kind) for kind in schema.get("anyOf", ())]
        waiting += [(place, schema["items"])] if "items" in schema else []
    assert len(bodies) == 3
    assert silent == []


def test_a_parameter_that_may_be_left_out_is_no_null_and_says_its_bounds(openapi):
    parameters = {
        (address, parameter["name"]): parameter["schema"]
        for address, operation in operations(openapi)
        for parameter in operation.get("parameters", ())
    }
    client = parameters["GET /v1/decisions", "client"]
    assert (client["type"], client["minimum"], client["maximum"]) == ("integer", 1, 2**63 - 1)
    assert parameters["GET /v1/batch/{job}/result", "format"]["enum"] == ["parquet", "csv"]
    assert [place for place, schema in parameters.items() if "null" in str(schema) or "'ge'" in str(schema)] == []


def test_every_address_says_how_any_request_may_be_refused(openapi):
    for address, operation in operations(openapi):
        assert {"400", "421", "422", "431"} <= set(operation["responses"]), address
        refusals = [response for status, response in operation["responses"].items() if int(status) >= 400]
        assert {tuple(response["content"]) for response in refusals} == {("application/problem+json",)}, address


def test_the_headers_that_a_program_needs_are_described(openapi):
    paths = openapi["paths"]
    answers = paths["/v1/clients/{client}/assessment"]["get"]["responses"]
    assert [list(answers[status]["headers"]) for status in ("200", "304")] == [["ETag"], ["ETag"]]
    assert list(paths["/v1/batch"]["post"]["responses"]["202"]["headers"]) == ["Location"]
    waits = [operation["responses"]["429"] for _, operation in operations(openapi) if "429" in operation["responses"]]
    assert len(waits) == len(operations(openapi)) - 1  # all but /v1/health, which anyone may ask
    assert all(list(answer["headers"]) == ["Retry-After"] for answer in waits)


@pytest.mark.slow
def test_what_is_always_sent_is_promised(ask, openapi, portfolio):
    """Generated clients take a field that is not required for one that may be absent."""
    schemas, client = openapi["components"]["schemas"], portfolio.clients[0]
    assessment = ask.get(f"/v1/clients/{client}/assessment").json()
    assert set(schemas["Assessment"]["required"]) == set(assessment)
    assert set(schemas["Reason"]["required"]) == set(assessment["raises"][0])
    problem = ask.get("/v1/clients/1/assessment").json()
    assert set(schemas["Problem"]["required"]) == set(problem)
    assert set(schemas["Alive"]["required"]) == set(ask.get("/v1/health").json())


@pytest.mark.parametrize("address", ["/", "/docs"])
def test_a_page_opens_at_the_address_to_which_a_hub_added_its_token(ask, address):
    assert ask.get(address, params={"token": "tried"}).status_code == 200
    assert ask.get(address, params={"tokens": "tried"}).status_code == 422
    assert ask.get("/v1/model", params={"token": "tried"}).status_code == 422
