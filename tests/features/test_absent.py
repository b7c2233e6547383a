"""A missing table is not the same as a client without history; neither is zero, and neither is fatal."""

from scoring.features.build import SOURCES, absent_sources, build, build_clients, definitions


def test_the_features_of_absent_tables_are_there_and_empty(tables_of):
    rows = build(tables_of([{"SK_ID_CURR": 1}]))
    for source in SOURCES:
        names = [feature.name for feature in definitions() if feature.source == source]
        assert names
        assert {value for name in names for value in rows[name]} == {None}, source


def test_all_histories_are_absent_where_there_is_only_the_application(tables_of):
    assert absent_sources(tables_of([{"SK_ID_CURR": 1}])) == tuple(SOURCES)


def test_a_table_without_a_row_of_the_client_is_not_absent(tables_of):
    tables = tables_of([{"SK_ID_CURR": 1}], bureau=[{"SK_ID_CURR": 2, "SK_ID_BUREAU": 1, "DAYS_CREDIT": -1}])
    assert "bureau" not in absent_sources(tables)
    assert build(tables)["bureau_rows_count"].to_list() == [None]


def test_months_at_other_lenders_are_absent_without_the_credits_they_belong_to(tables_of):
    months = [{"SK_ID_CURR": None, "SK_ID_BUREAU": 1, "MONTHS_BALANCE": -1, "STATUS": "0"}]
    assert "balance" in absent_sources(tables_of([{"SK_ID_CURR": 1}], bureau_balance=months))


def test_columns_are_in_the_catalogues_order_whatever_the_tables(tables_of):
    expected = ["SK_ID_CURR", "TARGET", *(feature.name for feature in definitions())]
    assert build(tables_of([{"SK_ID_CURR": 1}])).columns == expected


def test_a_client_whom_nobody_knows_has_no_row(tables_of):
    assert build_clients(tables_of([{"SK_ID_CURR": 1}]), [77]).height == 0
