"""Recorded exchanges of Opsgenie's alerts."""

import json
from pathlib import Path

import pytest

from tests.contract.sender_exchanges import check, exchanges

FOLDER = Path(__file__).with_name("opsgenie_api")
SITUATIONS = sorted(folder.name for folder in FOLDER.iterdir())
_HEADERS = {"authorization": "GenieKey ${KEY}"}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_answer_is_the_recorded_one(situation: str):
    check(FOLDER / situation)


def test_what_became_of_a_request_is_asked_for_by_the_id_that_it_was_answered_with():
    recorded = json.loads((FOLDER / "create" / "response.json").read_text("utf-8"))
    asked = json.loads((FOLDER / "create" / "request.json").read_text("utf-8"))
    request_id = recorded["body"]["requestId"]
    status = {"method": "GET", "path": f"/v2/alerts/requests/{request_id}", "headers": _HEADERS}
    with exchanges() as world:
        answer = world.answer_to({"given": [asked["request"]], "request": status})

    assert answer.status == 200
    assert answer.json["data"] == {
        "success": True,
        "isSuccess": True,
        "action": "Create",
        "processedAt": "2026-01-15T12:00:00.000Z",
        "integrationId": "key:4Fh8QzT1LmW6xRb2",
        "status": "Created alert",
        "alertId": "38IDslDHezyjYAB4BADZUdR1VUW",
        "alias": "al/x y",
    }
