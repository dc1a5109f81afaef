"""Each event under events/ through the real handler of its function, as `sam local invoke` does."""

import json
from pathlib import Path
from string import Template as Text
from typing import Any

import pytest

from faultbook.domain import identifiers
from local.functions import load_functions
from local.template import ROOT, read_template
from tests.support.builders import CUSTOMER
from tests.support.native_api import ADMIN, READ, WRITE, NativeApi

FOLDER = ROOT / "events"
EVENTS = sorted(path.relative_to(FOLDER) for path in FOLDER.rglob("*.json"))
# Those whose name says that what they ask for is not there.
NOT_FOUND = {event for event in EVENTS if "unknown" in event.name}


@pytest.fixture
def placeholders(api: NativeApi) -> dict[str, str]:
    """What events/README.md says of them, for a fault that there is."""
    content = {"name": "monitor", "scopes": [READ, WRITE]}
    endpoint = {"name": "chat", "kind": "webhook", "url": "https://203.0.114.7/faults"}
    fault_id = api.create()["id"]
    number = identifiers.number_of_fault_id(CUSTOMER, fault_id)
    assert number is not None
    return {
        "TOKEN": api.token(customer=CUSTOMER, scopes=(READ, WRITE, ADMIN), subject="operator"),
        "API_KEY": api("POST", "/api-keys", content, scopes=(ADMIN,)).json["key"],
        "FAULT_ID": fault_id,
        "ENDPOINT_ID": api("POST", "/endpoints", endpoint, scopes=(ADMIN,)).json["id"],
        "ALERT_ID": identifiers.short_id(number),
    }


@pytest.mark.parametrize("event", EVENTS, ids=str)
def test_an_event_does_what_its_name_says(event: Path, placeholders: dict[str, str]):
    function = _function_of(event)
    content = json.loads(Text((FOLDER / event).read_text("utf-8")).safe_substitute(placeholders))

    answer = function.invoke(content)

    if "Records" in content:
        assert answer == {"batchItemFailures": []}
    elif "routeKey" in content:
        expected = {404} if event in NOT_FOUND else {200, 201, 202, 204}
        assert answer["statusCode"] in expected, answer["body"]
    else:
        assert json.dumps(answer)  # a schedule may answer anything that Lambda can send


def _function_of(event: Path) -> Any:
    module = ".".join(("functions", *event.parts[:-1]))
    functions = load_functions(read_template())
    return next(function for function in functions.values() if function.declared.module == module)
