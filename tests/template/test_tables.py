import pytest

from tests.template.reading import Resource, Template, expand

TABLES = ("FaultsTable", "StatisticsTable", "AccessTable", "ScanReportsTable", "EventsTable")


def test_the_tables_are_these_five(template: Template):
    assert sorted(template.of_type("AWS::DynamoDB::Table")) == sorted(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_outlives_its_stack_and_every_replacement(template: Template, name: str):
    table = template.resources[name]

    assert table["DeletionPolicy"] == "Retain"
    assert table["UpdateReplacePolicy"] == "Retain"
    assert table["Properties"]["DeletionProtectionEnabled"] is True


@pytest.mark.parametrize("name", TABLES)
def test_a_table_can_be_restored_and_is_encrypted(template: Template, name: str):
    table = template.resources[name]["Properties"]

    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"] == {"SSEEnabled": True}


def test_backups_can_be_switched_off_and_the_faults_table_be_of_the_other_class(
    template: Template,
):
    class_of = {name: template.resources[name]["Properties"].get("TableClass") for name in TABLES}
    other = expand(PointInTimeRecovery="false", FaultsTableClass="STANDARD_INFREQUENT_ACCESS")
    tables = {name: other.resources[name]["Properties"] for name in TABLES}

    assert class_of == dict.fromkeys(TABLES) | {"FaultsTable": "STANDARD"}
    assert tables["FaultsTable"]["TableClass"] == "STANDARD_INFREQUENT_ACCESS"
    for table in tables.values():
        assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": False}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_costs_nothing_while_idle_and_forgets_by_ttl(template: Template, name: str):
    table = template.resources[name]["Properties"]

    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_a_drawn_name_so_that_a_restored_one_can_stand_beside_it(
    template: Template, name: str
):
    assert "TableName" not in template.resources[name]["Properties"]


def test_only_the_faults_table_has_a_stream_with_both_images(template: Template):
    streams = {
        name: table["StreamSpecification"]["StreamViewType"]
        for name, table in template.of_type("AWS::DynamoDB::Table").items()
        if "StreamSpecification" in table
    }

    assert streams == {"FaultsTable": "NEW_AND_OLD_IMAGES"}


def test_the_keys_and_indexes_are_those_of_the_design(template: Template):
    tables = template.of_type("AWS::DynamoDB::Table")

    assert {_keys(table) for table in tables.values()} == {("pk", "sk")}
    assert {
        f"{name}/{index['IndexName']}": _keys(index)
        for name, table in tables.items()
        for index in table.get("GlobalSecondaryIndexes", [])
    } == {
        "FaultsTable/by_status": ("status_pk", "status_sk"),
        "FaultsTable/by_path": ("path_pk", "opened_sk"),
        "FaultsTable/by_time": ("time_pk", "opened_sk"),
        "AccessTable/by_customer": ("customer_id", "sk"),
    }


def test_every_index_answers_alone_because_it_projects_all(template: Template):
    projections = [
        index["Projection"]["ProjectionType"]
        for table in template.of_type("AWS::DynamoDB::Table").values()
        for index in table.get("GlobalSecondaryIndexes", [])
    ]

    assert projections == ["ALL"] * 4


def _keys(schema: Resource) -> tuple[str, ...]:
    assert [key["KeyType"] for key in schema["KeySchema"]] == ["HASH", "RANGE"]
    return tuple(key["AttributeName"] for key in schema["KeySchema"])
