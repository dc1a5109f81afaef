"""A pytest plugin: which function called which AWS action on what, while the tests ran.

Switched on by `-p tests.support.used_permissions`. A call counts for a function while its
`lambda_handler` is on the stack, or its module is being imported, so tests need to do nothing.
What was seen, in every worker process, ends in `.local/used-permissions.json`, for
`test_granted_equals_used.py`.
"""

import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import botocore
import pytest

if TYPE_CHECKING:
    from types import FrameType

    from xdist.workermanage import WorkerController

FILE = Path(__file__).resolve().parents[2] / ".local" / "used-permissions.json"
# Module of the handler, action, resource; "FaultsTable", "FaultsTable/by_time" or "jwt-secret".
Use = tuple[str, str, str]

# Part of a table's name, under whatever engine and test, to its logical id.
_TABLES = {
    "faults": "FaultsTable",
    "statistics": "StatisticsTable",
    "access": "AccessTable",
    "scanreports": "ScanReportsTable",
    "events": "EventsTable",
}

_IAM = {"email": "ses"}  # what permissions call a service that has another name in its address
FUNCTION = "FaultApiDeliverFunction"  # the only one that others call

BUS, TOPIC, MAIL = "EventBusArn", "TopicArns", "MailFrom"  # by the parameters that name them
_TARGETS = {"Entries": BUS, "TopicArn": TOPIC, "FromEmailAddress": MAIL}

_TRANSACTION_ACTIONS = {
    "ConditionCheck": "ConditionCheckItem",
    "Delete": "DeleteItem",
    "Get": "GetItem",
    "Put": "PutItem",
    "Update": "UpdateItem",
}
_seen: set[Use] = set()


def note_call(service: str, operation: str, params: dict[str, Any]) -> None:
    function = calling_function()
    if function:
        for action, resource in needs(operation, params):
            _seen.add((function, f"{_IAM.get(service, service)}:{action}", resource))


def needs(operation: str, params: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What IAM asks for: a transaction needs the actions of its parts, not one of its own."""
    if operation.startswith("Transact"):
        for part in params["TransactItems"]:
            [(kind, target)] = part.items()
            yield _TRANSACTION_ACTIONS[kind], _table(target["TableName"])
    elif operation.startswith("Batch"):
        for table in params["RequestItems"]:
            yield operation, _table(table)
    elif target := next((_TARGETS[name] for name in params if name in _TARGETS), None):
        yield operation, target
    elif "FunctionName" in params:
        yield f"{operation}Function", FUNCTION
    elif "TableName" in params:
        table = _table(params["TableName"])
        yield operation, f"{table}/{params['IndexName']}" if "IndexName" in params else table
    else:
        for name in params["Names"]:
            yield operation, name.rpartition("/")[2]


def _table(name: str) -> str:
    return next(known for part, known in _TABLES.items() if part in name.lower())


def calling_function() -> str | None:
    """The module of the function that is outermost on the stack."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the only look at the callers
    found = None
    while frame:
        if frame.f_code.co_name in {"lambda_handler", "<module>"}:
            found = _module_of(frame.f_code.co_filename) or found
        frame = frame.f_back
    return found


@cache
def _module_of(file: str) -> str | None:
    """`functions.fault_api.faults` for its file, None for a file that is no function's."""
    root = FILE.parents[1] / "functions"
    path = Path(file)
    if not path.is_relative_to(root):
        return None
    return ".".join(path.relative_to(root.parent).with_suffix("").parts)


def pytest_configure() -> None:
    """Every client of a session that is made from now on."""
    botocore.register_initializer(lambda made: made.register("provide-client-params", _note_event))


def _note_event(**event: Any) -> None:
    model = event["model"]
    note_call(model.service_model.endpoint_prefix, model.name, event["params"])


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["used_permissions"] = sorted(_seen)
    else:
        FILE.parent.mkdir(exist_ok=True)
        FILE.write_text(json.dumps(sorted(_seen), indent=1) + "\n")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: "WorkerController") -> None:
    output: dict[str, Any] = getattr(node, "workeroutput", {})
    _seen.update(tuple(use) for use in output.get("used_permissions", []))
