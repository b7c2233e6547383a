"""A value of a body that is read has a kind that the OpenAPI document names for its column."""

import jsonschema
import pytest

from scoring.api.schema import row_schema
from scoring.tables.records import APPLICATION, HISTORIES, contract_of, mistakes

VALUES = (True, False, "oui", "N", "x", 0, 1, 1.0, 0.5, -3, None)


def is_taken(table, column, value):
    """Whether nothing is said of a column that holds this value."""
    given = {APPLICATION: {column: value}} if table == APPLICATION else {APPLICATION: {}, table: [{column: value}]}
    field = f"{APPLICATION}.{column}" if table == APPLICATION else f"{table}[0].{column}"
    return field not in {mistake.field for mistake in mistakes(given)}


@pytest.mark.parametrize("table", [APPLICATION, *HISTORIES])
def test_every_value_that_is_read_is_of_a_kind_that_the_document_names(table):
    schema = row_schema(contract_of(table))["properties"]
    keys = {"SK_ID_CURR"}  # may be left out, and then other rows may not have it
    wrong = [
        (column, value)
        for column in sorted(set(schema) - keys)
        for value in VALUES
        if is_taken(table, column, value) and not jsonschema.Draft202012Validator(schema[column]).is_valid(value)
    ]
    assert wrong == []
