"""The re-drive of a deployed stack: moto is its store and its queue, Lambda is a fake."""

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import boto3
import pytest

from local.batches import GivenUp
from local.failures import failure_message
from local.store import Store, open_store
from local.tables import create_tables
from local.template import Function, read_template
from tests.integration.local.conftest import TEMPLATE
from tools import redrive
from tools.deployed import DeployedFunction, DeployedQueue, FunctionCrashed
from tools.redrive import redrive_deployed


class FakeLambda:
    """Takes what it is sent, crashes, or reports everything as failed."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.crashes = False
        self.reports_all = False

    def invoke(self, *, FunctionName: str, Payload: bytes) -> Mapping[str, Any]:  # noqa: N803
        del FunctionName
        event = json.loads(Payload)
        self.events.append(event)
        if self.crashes:
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(b'{"errorMessage": "x"}')}
        failed = [
            {"itemIdentifier": record["dynamodb"]["SequenceNumber"]}
            for record in event["Records"]
            if self.reports_all
        ]
        return {"Payload": io.BytesIO(json.dumps({"batchItemFailures": failed}).encode())}


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store("moto", tmp_path_factory.mktemp("aws"), print)
    yield store
    store.stop()


@pytest.fixture
def lambda_client(aws: Store, monkeypatch: pytest.MonkeyPatch) -> FakeLambda:
    fake = FakeLambda()
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.endpoint)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")

    def deployed(_: object, declared: Function, name: str) -> DeployedFunction:
        return DeployedFunction(fake, declared, name)  # type: ignore[arg-type]

    monkeypatch.setattr(redrive, "DeployedFunction", deployed)
    return fake


@pytest.fixture
def queue(lambda_client: FakeLambda, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeployedQueue]:
    """The stack's queue, with a message about two of three things in the stream."""
    del lambda_client
    template = read_template(TEMPLATE)
    dynamodb, sqs = boto3.client("dynamodb"), boto3.client("sqs")
    create_tables(dynamodb, tables=template.tables)
    table = template.table("ThingsTable").name
    url = sqs.create_queue(QueueName="failures")["QueueUrl"]
    physical = {"FailuresQueue": url, "ThingsTable": table, "CopyFunction": "copy"}
    monkeypatch.setattr(redrive, "physical_id", lambda _, __, name: physical[name])
    for name in ("one", "two", "three"):
        dynamodb.put_item(TableName=table, Item={"pk": {"S": name}, "sk": {"S": "thing"}})
    lost = GivenUp(newest(table)[-2:], "RetryAttemptsExhausted", 6)
    arn = dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
    message = failure_message(lost, function_arn="arn:f", stream=arn, shard=shard(arn))
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps(message))
    yield DeployedQueue(sqs, url)
    sqs.delete_queue(QueueUrl=url)


def shard(arn: str) -> str:
    described = boto3.client("dynamodbstreams").describe_stream(StreamArn=arn)
    return described["StreamDescription"]["Shards"][0]["ShardId"]


def newest(table: str) -> list[dict[str, Any]]:
    streams = boto3.client("dynamodbstreams")
    arn = boto3.client("dynamodb").describe_table(TableName=table)["Table"]["LatestStreamArn"]
    iterator = streams.get_shard_iterator(
        StreamArn=arn, ShardId=shard(arn), ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    found: list[dict[str, Any]] = []
    for record in streams.get_records(ShardIterator=iterator)["Records"]:
        change = dict(record["dynamodb"])
        change["ApproximateCreationDateTime"] = 0.0
        found.append({"dynamodb": change})
    return found


def redriven() -> int:
    return redrive_deployed("stack", read_template(TEMPLATE), print)


def waiting(queue: DeployedQueue) -> int:
    counted = queue.sqs.get_queue_attributes(QueueUrl=queue.url, AttributeNames=["All"])
    seen = counted["Attributes"]["ApproximateNumberOfMessages"]
    hidden = counted["Attributes"]["ApproximateNumberOfMessagesNotVisible"]
    return int(seen) + int(hidden)


def test_the_records_go_to_the_function_and_the_message_goes(
    queue: DeployedQueue, lambda_client: FakeLambda
):
    assert redriven() == 0

    (event,) = lambda_client.events
    names = [record["dynamodb"]["Keys"]["pk"]["S"] for record in event["Records"]]
    assert names == ["two", "three"]
    assert waiting(queue) == 0


@pytest.mark.parametrize("trouble", ["crashes", "reports_all"])
def test_what_the_function_refuses_again_stays(
    queue: DeployedQueue, lambda_client: FakeLambda, trouble: str
):
    setattr(lambda_client, trouble, True)

    assert redriven() == 1
    assert waiting(queue) == 1


def test_a_crash_in_lambda_is_a_crash_here(lambda_client: FakeLambda):
    lambda_client.crashes = True
    declared = read_template(TEMPLATE).functions[0]

    with pytest.raises(FunctionCrashed, match="errorMessage"):
        DeployedFunction(lambda_client, declared, "copy").invoke({})  # type: ignore[arg-type]


def test_an_empty_queue_leaves_nothing_to_do(queue: DeployedQueue, lambda_client: FakeLambda):
    redriven()
    lambda_client.events.clear()

    assert redriven() == 0
    assert lambda_client.events == []
    assert waiting(queue) == 0
