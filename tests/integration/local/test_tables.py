from dataclasses import replace
from pathlib import Path

import boto3
import pytest

from local.store import open_store
from local.tables import create_tables
from local.template import read_template


@pytest.mark.parametrize("kind", ["memory", "moto"])
def test_tables_are_made_once_and_get_the_indexes_they_lack(kind: str, tmp_path: Path):
    store = open_store(kind, tmp_path, print)
    try:
        client = boto3.client(
            "dynamodb",
            endpoint_url=store.endpoint,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",  # noqa: S106 - no secret
        )
        table = read_template().table("FaultsTable")
        properties = dict(table.properties)
        older = {
            "GlobalSecondaryIndexes": properties["GlobalSecondaryIndexes"][:1],
            "AttributeDefinitions": [
                definition
                for definition in properties["AttributeDefinitions"]
                if definition["AttributeName"] in {"pk", "sk", "status_pk", "status_sk"}
            ],
        }
        before = replace(table, properties=properties | older)

        made = create_tables(client, tables=[before])
        again = create_tables(client, tables=[table])

        assert (made, again) == ([table.name], [])
        described = client.describe_table(TableName=table.name)["Table"]
        assert [index["IndexName"] for index in described["GlobalSecondaryIndexes"]] == [
            index["IndexName"] for index in properties["GlobalSecondaryIndexes"]
        ]
        assert described["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
        ttl = client.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"]
        assert (ttl["TimeToLiveStatus"], ttl["AttributeName"]) == ("ENABLED", "ttl")
    finally:
        store.stop()
