import json
from pathlib import Path
from typing import Any

import pytest

from tests.template.reading import ROOT, Template, handler_modules

FOLDER = ROOT / "events"
EVENTS = sorted(path.relative_to(FOLDER) for path in FOLDER.rglob("*.json"))


def test_every_handler_has_an_event_and_no_event_is_without_its_handler():
    modules = {module.removeprefix("functions.") for module in handler_modules()}

    assert {".".join(event.parts[:-1]) for event in EVENTS} == modules


@pytest.mark.parametrize("event", EVENTS, ids=str)
def test_an_event_is_one_that_the_template_sends_to_that_function(template: Template, event: Path):
    function = _function_of(template, event)
    content = json.loads((FOLDER / event).read_text())

    match content:
        case {"routeKey": route, "rawPath": path, "requestContext": context}:
            pattern = route.removeprefix("ANY ")
            assert template.routes[pattern] == function
            assert path.startswith(pattern.removesuffix("{proxy+}"))
            assert context["http"]["path"] == path
        case {"Records": records}:
            [mapping] = template.of_type("AWS::Lambda::EventSourceMapping").values()
            assert mapping["FunctionName"] == function
            assert all(record["dynamodb"]["Keys"]["sk"] == {"S": "fault"} for record in records)
        case {"detail-type": "Scheduled Event", "resources": [rule]}:
            names = {rule["Name"] for rule in _rules_of(template, function)}
            assert rule.rpartition("rule/")[2] in names
        case {"run": _}:
            inputs = [rule["Targets"][0].get("Input") for rule in _rules_of(template, function)]
            assert json.dumps(content) in inputs
        case {"customer_id": _, "endpoint_id": _}:
            assert function == "FaultApiDeliverFunction"
        case _:
            pytest.fail("neither HTTP nor a stream nor a schedule")


def test_events_carry_placeholders_and_no_credential():
    placeholders = {
        "Bearer ${TOKEN}",
        *(f"{scheme} ${{API_KEY}}" for scheme in ("ApiKey", "Bearer", "GenieKey")),
    }
    for event in EVENTS:
        headers = json.loads((FOLDER / event).read_text()).get("headers", {})

        assert headers.get("authorization", "Bearer ${TOKEN}") in placeholders
        assert headers.get("x-api-key", "${API_KEY}") == "${API_KEY}"


def _function_of(template: Template, event: Path) -> str:
    module = ".".join(["functions", *event.parts[:-1]])
    [name] = [
        n for n, f in template.functions.items() if f["Handler"] == f"{module}.lambda_handler"
    ]
    return name


def _rules_of(template: Template, function: str) -> list[dict[str, Any]]:
    return [
        rule
        for rule in template.of_type("AWS::Events::Rule").values()
        if rule["Targets"][0]["Arn"] == f"{function}.Arn"
    ]
