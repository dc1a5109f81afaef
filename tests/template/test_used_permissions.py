from collections.abc import Callable
from typing import Any

import pytest

from tests.support import used_permissions
from tests.template.reading import ROOT

PUT = {"Put": {"TableName": "faults-1", "Item": {}}}
COUNT = {"Update": {"TableName": "statistics-1", "Key": {}}}


@pytest.mark.parametrize(
    ("operation", "params", "needs"),
    [
        ("GetItem", {"TableName": "access-7"}, [("GetItem", "AccessTable")]),
        (
            "Query",
            {"TableName": "faultbook-FaultsTable-1X", "IndexName": "by_time"},
            [("Query", "FaultsTable/by_time")],
        ),
        (
            "TransactWriteItems",
            {"TransactItems": [PUT, COUNT]},
            [("PutItem", "FaultsTable"), ("UpdateItem", "StatisticsTable")],
        ),
        (
            "BatchWriteItem",
            {"RequestItems": {"faults-1": [], "statistics-1": []}},
            [("BatchWriteItem", "FaultsTable"), ("BatchWriteItem", "StatisticsTable")],
        ),
        (
            "Invoke",
            {"FunctionName": "faultbook-fault-api-deliver"},
            [("InvokeFunction", "FaultApiDeliverFunction")],
        ),
        ("PutEvents", {"Entries": [{}]}, [("PutEvents", "EventBusArn")]),
        ("SendEmail", {"FromEmailAddress": "x@example.com"}, [("SendEmail", "MailFrom")]),
        ("Publish", {"TopicArn": "arn:aws:sns:us-east-1:1:x"}, [("Publish", "TopicArns")]),
        (
            "GetParameters",
            {"Names": ["/faultbook/x/jwt-secret", "/faultbook/x/cursor-secret"]},
            [("GetParameters", "jwt-secret"), ("GetParameters", "cursor-secret")],
        ),
    ],
)
def test_a_call_needs_what_iam_asks_for(
    operation: str, params: dict[str, Any], needs: list[tuple[str, str]]
):
    assert list(used_permissions.needs(operation, params)) == needs


def test_a_call_belongs_to_the_function_on_whose_stack_it_is():
    handle = _handler_in("functions/fault_api/faults.py")

    assert handle(used_permissions.calling_function) == "functions.fault_api.faults"


def test_a_call_of_a_test_belongs_to_no_function():
    handle = _handler_in("tests/integration/test_something.py")

    assert handle(used_permissions.calling_function) is None


def _handler_in(file: str) -> Callable[[Callable[[], str | None]], str | None]:
    namespace: dict[str, Any] = {}
    source = "def lambda_handler(call):\n    return call()\n"
    exec(compile(source, ROOT / file, "exec"), namespace)  # noqa: S102 - a file name is needed
    handler: Callable[[Callable[[], str | None]], str | None] = namespace["lambda_handler"]
    return handler
