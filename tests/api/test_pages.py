"""The OpenAPI pages: every field described, examples that hold, nothing loaded from elsewhere."""

import dataclasses
import re

import pytest
from pydantic import TypeAdapter

from scoring.api.app import create_app
from scoring.api.schema import example
from scoring.explain.assessment import Assessment
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
    }  # fmt: skip


def test_the_assessment_is_described_field_by_field(openapi):
    properties = openapi["components"]["schemas"]["Assessment"]["properties"]
    assert list(properties) == [field.name for field in dataclasses.fields(Assessment)]
    for name in ("Assessment", "Comparable", "Contribution", "Reason", "Source", "Outside"):
        for field, told in openapi["components"]["schemas"][name]["properties"].items():
            assert told.get("description"), f"{name}.{field}: say what it means in scoring/api/field_descriptions.py"


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
