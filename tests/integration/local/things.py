"""What the small stack keeps, seen through its store."""

import time
from collections.abc import Callable
from typing import Any

import boto3

from local.stack import LocalStack

_PATIENCE = 20.0  # seconds


def put(stack: LocalStack, name: str, **attributes: Any) -> None:
    with stack.http() as http:
        http.put(f"/things/{name}", json=attributes).raise_for_status()


def delete(stack: LocalStack, name: str) -> None:
    with stack.http() as http:
        http.delete(f"/things/{name}").raise_for_status()


def items(stack: LocalStack, name: str) -> list[dict[str, Any]]:
    table = boto3.resource(
        "dynamodb",
        endpoint_url=stack.endpoint_url,
        region_name="us-east-1",
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 - no secret
    ).Table(stack.tables["ThingsTable"])
    found: list[dict[str, Any]] = table.query(
        KeyConditionExpression="pk = :name", ExpressionAttributeValues={":name": name}
    )["Items"]
    return found


def copied(stack: LocalStack, name: str) -> list[tuple[str, str]]:
    """The changes that the stream function saw: event and by whom, in order."""
    return [(item["event"], item["by"]) for item in items(stack, name) if "event" in item]


def exists(stack: LocalStack, name: str) -> bool:
    return any(item["sk"] == "thing" for item in items(stack, name))


def eventually(is_so: Callable[[], bool]) -> bool:
    patience = time.monotonic() + _PATIENCE
    while time.monotonic() < patience:
        if is_so():
            return True
        time.sleep(0.05)
    return False
