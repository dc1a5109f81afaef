"""Who may do what for whom; the shape of refusals; Api-Version."""

import pytest

from tests.support.builders import CUSTOMER
from tests.support.incidents_world import OTHER, IncidentsApi, an_incident

ROUTES = [
    ("GET", "/incidents", None, "read"),
    ("POST", "/incidents", an_incident(), "write"),
    ("GET", "/incidents/facets", None, "read"),
    ("GET", "/incidents/{id}", None, "read"),
    ("PATCH", "/incidents/{id}", an_incident(), "write"),
    ("POST", "/incidents/{id}/acknowledge", None, "write"),
    ("GET", "/metadata/types", None, "read"),
    ("GET", "/incidents/{id}/notes", None, "read"),
    ("POST", "/incidents/{id}/notes", {"body": "text"}, "write"),
    ("GET", "/notes/{note}", None, "read"),
    ("PUT", "/notes/{note}", {"body": "text"}, "write"),
    ("DELETE", "/notes/{note}", None, "write"),
]
NAMED = [(method, path, body) for method, path, body, _ in ROUTES if "{" in path]


@pytest.fixture
def ids(incidents: IncidentsApi) -> dict[str, int]:
    number = incidents.put()
    note = incidents.ok("POST", f"/incidents/{number}/notes", {"body": "mine"})
    return {"id": number, "note": note["id"]}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route[0]} {route[1]}")
def test_every_route_asks_for_a_token_with_its_scope(
    incidents: IncidentsApi, ids: dict[str, int], route: tuple[str, str, object, str]
):
    method, path, body, scope = route
    path = path.format(**ids)
    other = {"read": "faults:write admin", "write": "faults:read admin"}[scope]
    none, forged = "", "x.y.z"

    assert incidents(method, path, body, token=none).status == 401
    assert incidents(method, path, body, token=forged).status == 401
    assert incidents(method, path, body, scope=other).status == 403
    assert incidents(method, path, body).status < 300


@pytest.mark.parametrize(("method", "path", "body"), NAMED)
def test_what_is_another_customers_is_not_there(
    incidents: IncidentsApi, ids: dict[str, int], method: str, path: str, body: object
):
    foreign = incidents(method, path.format(**ids), body, customer_id=OTHER)
    nobodys = incidents(method, path.format(id=7, note=7), body, customer_id=OTHER)

    assert (foreign.status, foreign.json["message"]) == (404, nobodys.json["message"])
    assert incidents.get(ids["id"])["ackTime"] is None
    assert incidents.ok("GET", f"/notes/{ids['note']}")["body"] == "mine"


def test_an_incident_id_stands_for_one_incident_of_each_customer(incidents: IncidentsApi):
    mine = incidents.put()
    theirs = incidents.ok("POST", "/incidents", an_incident(), customer_id=OTHER)

    assert mine != theirs
    assert incidents.ids() == [mine]


def test_a_scope_header_selects_among_the_tokens_customers(incidents: IncidentsApi):
    mine = incidents.put()
    headers = {"x-scope-orgid": OTHER}
    theirs = incidents.ok("POST", "/incidents", an_incident(), headers=headers, customers=[OTHER])

    assert incidents.get(theirs, customer_id=OTHER)["id"] == theirs
    assert incidents.get(theirs, customers=[OTHER], headers=headers)["id"] == theirs
    assert incidents.get(mine, customers=[OTHER], headers={"x-scope-orgid": CUSTOMER})["id"] == mine
    assert incidents("GET", f"/incidents/{mine}", customers=[OTHER], headers=headers).status == 404


@pytest.mark.parametrize(
    "scope",
    ["cus_third", f"{CUSTOMER}|{OTHER}", f"{CUSTOMER},{OTHER}", f"{CUSTOMER},{CUSTOMER}", "",
     "a b", "#", CUSTOMER.upper(), "c" * 500],
)  # fmt: skip
def test_any_other_scope_header_is_refused(incidents: IncidentsApi, scope: str):
    incidents.put()
    response = incidents(
        "GET", "/incidents", headers={"x-scope-orgid": scope}, customers=[OTHER, CUSTOMER]
    )

    assert response.status == 403
    assert set(response.json) == {"message", "logref", "path", "_links", "_embedded"}


def test_a_refusal_has_the_shape_of_micronaut(incidents: IncidentsApi):
    response = incidents("GET", "/incidents", query={"pageSize": 0})

    assert response.status == 400
    assert response.json == {
        "message": "The request is not valid.",
        "logref": "request-1",
        "path": "/api/v1/incidents",
        "_links": {"self": {"href": "/api/v1/incidents", "templated": False}},
        "_embedded": {
            "errors": [{"message": "pageSize: Input should be greater than or equal to 1"}]
        },
    }


def test_what_is_not_there_and_what_is_not_done(incidents: IncidentsApi):
    missing = incidents("GET", "/nothing")
    wrong = incidents("DELETE", "/incidents")

    assert (missing.status, missing.json["path"]) == (404, "/api/v1/nothing")
    assert (wrong.status, wrong.headers["allow"]) == (405, "GET, HEAD, POST")


@pytest.mark.parametrize("version", ["1", "v1.2", "2024-01-01 beta", "x" * 32])
def test_a_version_comes_back_with_every_answer(incidents: IncidentsApi, version: str):
    headers = {"api-version": version}

    for path in ("/incidents", "/metadata/types", "/nothing", "/notes/7", "/incidents/7/notes"):
        assert incidents("GET", path, headers=headers).headers["api-version"] == version


@pytest.mark.parametrize("version", ["", "x" * 33, "é", " 1", "1\r\nx: y"])
def test_a_version_that_is_no_short_text_does_not(incidents: IncidentsApi, version: str):
    response = incidents("GET", "/incidents", headers={"api-version": version})

    assert response.status == 200
    assert "api-version" not in response.headers
