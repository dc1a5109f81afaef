from datetime import timedelta

import pytest

from faultbook import wiring
from tests.support.builders import CUSTOMER
from tests.support.incidents_world import IncidentsApi


def test_a_note_is_written_read_changed_and_deleted(incidents: IncidentsApi):
    number = incidents.put()
    response = incidents("POST", f"/incidents/{number}/notes", {"body": "Rolling back"})
    note = response.json

    assert response.status == 201
    assert note == {
        "id": note["id"],
        "incidentId": number,
        "body": "Rolling back",
        "createdAt": "2026-01-15T12:00:00.000Z",
    }
    assert incidents.ok("GET", f"/notes/{note['id']}") == note
    assert incidents.ok("GET", f"/incidents/{number}/notes") == [note]

    incidents.clock.at += timedelta(minutes=1)
    changed = incidents("PUT", f"/notes/{note['id']}", {"body": "Rolled back"})
    assert (changed.status, changed.text) == (204, "")
    assert incidents.ok("GET", f"/notes/{note['id']}") == note | {"body": "Rolled back"}

    deleted = incidents("DELETE", f"/notes/{note['id']}")
    assert (deleted.status, deleted.text) == (204, "")
    assert incidents("GET", f"/notes/{note['id']}").status == 404
    assert incidents("DELETE", f"/notes/{note['id']}").status == 404
    assert incidents("PUT", f"/notes/{note['id']}", {"body": "x"}).status == 404
    assert incidents.ok("GET", f"/incidents/{number}/notes") == []


def test_many_long_notes_are_all_there_in_order(incidents: IncidentsApi):
    number = incidents.put()
    bodies = [f"{n} " + "x" * 500 for n in range(6)]
    for body in bodies:
        incidents.ok("POST", f"/incidents/{number}/notes", {"body": body})

    assert [n["body"] for n in incidents.ok("GET", f"/incidents/{number}/notes")] == bodies


def test_a_note_is_the_comment_of_every_other_api(incidents: IncidentsApi):
    number = incidents.put()
    incidents.ok("POST", f"/incidents/{number}/notes", {"body": "Rolling back"})
    fault = wiring.stores.fault_store().get(CUSTOMER, number)

    [comment] = wiring.comments().of(fault)
    assert (comment.body, comment.author) == ("Rolling back", "user_1")


@pytest.mark.parametrize(
    "body", [{}, {"body": ""}, {"body": None}, {"body": 7}, {"body": " \u200b"}, [], "text"]
)
def test_a_note_needs_a_text(incidents: IncidentsApi, body: object):
    number = incidents.put()
    note = incidents.ok("POST", f"/incidents/{number}/notes", {"body": "é" * 2000})

    assert incidents("POST", f"/incidents/{number}/notes", body).status == 400
    assert incidents("PUT", f"/notes/{note['id']}", body).status == 400
