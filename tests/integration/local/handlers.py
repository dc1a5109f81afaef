"""Handlers of the small stack: things are kept, their changes copied beside them."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import boto3


@cache
def _table() -> Any:
    return boto3.resource("dynamodb").Table(os.environ["FAULTS_TABLE"])


def things(event: dict[str, Any], context: Any) -> Any:
    name = event.get("pathParameters", {}).get("proxy", "")
    method = event["requestContext"]["http"]["method"]
    if event["rawPath"] == "/things/crash":
        raise RuntimeError("a secret of the handler")
    if method == "PUT":
        thing = {"pk": name, "sk": "thing"} | json.loads(event["body"])
        _table().put_item(Item={key: value for key, value in thing.items() if value is not None})
        return {"statusCode": 204}
    if method == "DELETE":
        _table().delete_item(Key={"pk": name, "sk": "thing"})
        return {"statusCode": 204}
    return {"event": event, "function": context.function_name}


def copy(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Copies each change to (name, change#<sequence>); a thing named poison never works."""
    for record in event["Records"]:
        change = record["dynamodb"]
        name = change["Keys"]["pk"]["S"]
        sequence = change["SequenceNumber"]
        if name.startswith("crash"):
            raise RuntimeError("crashed")
        if name.startswith("poison") and not Path(os.environ["ANTIDOTE"]).exists():
            return {"batchItemFailures": [{"itemIdentifier": sequence}]}
        by = record.get("userIdentity", {}).get("principalId", "somebody")
        _table().put_item(
            Item={"pk": name, "sk": f"change#{sequence}", "event": record["eventName"], "by": by}
        )
    return {"batchItemFailures": []}


def tick(event: dict[str, Any], _: Any) -> dict[str, Any]:
    return {"heard": event["time"], "resources": event["resources"]}
