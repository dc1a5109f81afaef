import gzip
import json
from base64 import b64decode
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from faultbook.domain.retention import months_after
from faultbook.dynamodb import paging
from tests.support.builders import NOW
from tests.support.engines import Engine
from tests.support.http_events import Response
from tests.support.incidents_world import OTHER, IncidentsApi

MAX_PAYLOAD = 5 * 1024 * 1024
LAMBDAS_LIMIT = 6 * 1024 * 1024
NOTHING = {"score": 0, "grade": "NONE", "unscored": []}
SCORE = "/scan-reports/score"


def a_report(**fields: Any) -> dict[str, Any]:
    report = {"source": "trivy", "createdAt": "2026-01-15T11:00:00Z", "payload": kube_bench("PASS")}
    return report | fields


def kube_bench(*states: str) -> str:
    results = [{"test_number": "1", "status": state} for state in states]
    return json.dumps({"Controls": [{"tests": [{"results": results}]}]})


def trivy_report(*, megabytes: int) -> str:
    """As Trivy writes it, indented, of so many megabytes and a little more."""
    finding = {
        "VulnerabilityID": "CVE-2026-0001",
        "PkgName": "openssl",
        "InstalledVersion": "3.0.11-1~deb12u2",
        "FixedVersion": "3.0.13-1~deb12u1",
        "Severity": "HIGH",
        "Description": "A buffer is read beyond its end while a certificate is checked.",
        "References": ["https://example.com/advisories/1", "https://example.com/fixes/1"],
    }
    size = len(json.dumps([[[finding]]], indent=2))
    found = [finding] * (megabytes * 1_010_000 // size)
    results = [{"Target": "orders (debian 12)", "Class": "os-pkgs", "Vulnerabilities": found}]
    report = {"SchemaVersion": 2, "ArtifactName": "orders", "Results": results}
    return json.dumps(report, indent=2)


def store(incidents: IncidentsApi, **fields: Any) -> Response:
    return incidents("POST", "/scan-reports", a_report(**fields))


def store_zipped(incidents: IncidentsApi, body: bytes) -> Response:
    zipped, headers = gzip.compress(body), {"content-encoding": "gzip"}
    assert len(zipped) * 4 / 3 < LAMBDAS_LIMIT
    return incidents("POST", "/scan-reports", zipped, headers=headers)


def items(engine: Engine) -> int:
    """How many there are in the table of scan reports."""
    return len(list(paging.items(engine.client.scan, TableName=engine.tables.scanreports)))


def get(incidents: IncidentsApi, source: str, **parts: Any) -> Response:
    return incidents("GET", "/scan-reports", query={"source": source}, **parts)


def test_a_report_comes_back_as_it_was_stored(incidents: IncidentsApi):
    response = store(incidents, source="Trivy: Käse/\n#1", payload="not\u001b JSON é 😀 \u0000")

    assert (response.status, response.text) == (201, "")
    assert get(incidents, "Trivy: Käse/\n#1").json == {
        "source": "Trivy: Käse/ #1",
        "createdAt": "2026-01-15T11:00:00.000Z",
        "payload": "not\u001b JSON é 😀 \u0000",
    }
    assert get(incidents, "trivy").status == 404


def test_the_newest_report_of_a_source_replaces_the_former(incidents: IncidentsApi):
    store(incidents, payload=kube_bench("FAIL"))
    store(incidents, payload=kube_bench("PASS"))

    assert get(incidents, "trivy").json["payload"] == kube_bench("PASS")
    assert incidents.ok("GET", SCORE) == {"score": 100, "grade": "A", "unscored": []}


def test_an_older_report_never_replaces_a_newer(incidents: IncidentsApi):
    store(incidents, payload=kube_bench("PASS"))
    late = store(incidents, payload=kube_bench("FAIL"), createdAt="2026-01-15T10:59:59.999Z")

    assert late.status == 201
    assert get(incidents, "trivy").json["payload"] == kube_bench("PASS")
    assert incidents.ok("GET", SCORE)["score"] == 100


def test_a_report_of_the_future_gives_way_to_one_that_is_created_after_it_came(
    incidents: IncidentsApi,
):
    store(incidents, payload="of the future", createdAt="2030-01-01T00:00:00Z")
    incidents.clock.at += timedelta(hours=1)
    store(incidents, payload="before", createdAt="2026-01-15T11:59:59Z")
    kept = get(incidents, "trivy").json["payload"]
    store(incidents, payload="after", createdAt="2026-01-15T12:00:01Z")

    assert kept == "of the future"
    assert get(incidents, "trivy").json["payload"] == "after"


def test_an_expired_report_gives_way_to_an_older_one(incidents: IncidentsApi):
    store(incidents, payload="expired")
    incidents.clock.at = months_after(NOW, 14) + timedelta(seconds=1)
    store(incidents, payload="old", createdAt="2025-01-15T11:00:00Z")

    assert get(incidents, "trivy").json["payload"] == "old"


def test_the_score_is_the_mean_over_what_is_understood(incidents: IncidentsApi):
    store(incidents, source="a", payload=kube_bench("PASS"))
    store(incidents, source="b", payload=kube_bench("PASS", "FAIL"))
    store(incidents, source="c", payload="")

    assert incidents.ok("GET", SCORE) == {"score": 75, "grade": "C", "unscored": ["c"]}


def test_nothing_known_is_no_grade(incidents: IncidentsApi):
    assert incidents.ok("GET", SCORE) == NOTHING
    store(incidents, payload="something else")
    assert incidents.ok("GET", SCORE) == NOTHING | {"unscored": ["trivy"]}


def test_a_report_expires(incidents: IncidentsApi):
    store(incidents)
    incidents.clock.at = months_after(NOW, 14) + timedelta(seconds=1)

    assert get(incidents, "trivy").status == 404
    assert incidents.ok("GET", SCORE) == NOTHING


def test_a_payload_has_at_most_5_megabytes(incidents: IncidentsApi):
    most = "x" * MAX_PAYLOAD
    refused = store(incidents, payload=most + "x")

    assert store(incidents, payload=most).status == 201
    assert get(incidents, "trivy").json["payload"] == most
    assert refused.status == 413
    assert refused.json["message"] == "The payload may have at most 5242880 bytes."


def test_a_payload_that_hardly_compresses_comes_back_as_it_was(
    incidents: IncidentsApi, dynoxide: Engine
):
    payload = "".join(sha256(bytes([n % 256, n // 256])).hexdigest() for n in range(50_000))
    store(incidents, payload=payload)

    assert get(incidents, "trivy").json["payload"] == payload
    assert items(dynoxide) > 5


def test_nothing_is_left_of_a_report_that_was_replaced_or_came_too_late(
    incidents: IncidentsApi, dynoxide: Engine
):
    store(incidents, payload="first")
    once = items(dynoxide)
    store(incidents, payload="second", createdAt="2026-01-15T11:30:00Z")
    store(incidents, payload="late", createdAt="2026-01-15T11:15:00Z")

    assert (once, items(dynoxide)) == (2, 2)


def test_four_megabytes_of_a_scanners_report_fit_into_a_request_and_an_answer(
    incidents: IncidentsApi,
):
    payload = trivy_report(megabytes=4)
    event = json.dumps({"body": json.dumps(a_report(payload=payload))})
    response = store(incidents, payload=payload)
    answer = get(incidents, "trivy")

    assert 4_000_000 < len(payload) < len(event) < LAMBDAS_LIMIT
    assert response.status == 201
    assert len(json.dumps({"body": answer.text})) < LAMBDAS_LIMIT
    assert answer.json["payload"] == payload


def test_a_report_of_five_megabytes_comes_and_goes_in_gzip(incidents: IncidentsApi):
    payload = trivy_report(megabytes=5)
    sent = store_zipped(incidents, json.dumps(a_report(payload=payload)).encode())
    plain = get(incidents, "trivy")
    answer = get(incidents, "trivy", headers={"accept-encoding": "br, gzip"})

    assert sent.status == 201
    assert plain.status == 400
    assert plain.json["_embedded"]["errors"] == [
        {"message": "Accept-Encoding: gzip; the report is too long for a plain answer"}
    ]
    assert answer.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(b64decode(answer.text)))["payload"] == payload


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (b"{}", 400, "The body is not in gzip, as Content-Encoding says."),
        (gzip.compress(b"{}")[:-4], 400, "The body is cut off: its gzip has no end."),
        (gzip.compress(b"{"), 400, "The body is not valid JSON in UTF-8."),
        (gzip.compress(bytes(500_000_000)), 413, "The body may have at most 10485760 bytes."),
    ],
    ids=["plain", "cut off", "no JSON", "a bomb"],
)
def test_a_body_in_gzip_is_checked_like_a_plain_one(
    incidents: IncidentsApi, body: bytes, status: int, message: str
):
    headers = {"content-encoding": "gzip"}
    response = incidents("POST", "/scan-reports", body, headers=headers)

    assert (response.status, response.json["message"]) == (status, message)


@pytest.mark.parametrize("coding", ["br", "deflate", "gzip, gzip"])
def test_no_other_coding_is_taken(incidents: IncidentsApi, coding: str):
    headers = {"content-encoding": coding}

    assert incidents("POST", "/scan-reports", b"{}", headers=headers).status == 415
    assert incidents("POST", "/incidents", gzip.compress(b"{}"), headers=headers).status == 415


def test_a_body_that_is_larger_than_any_payload_is_refused_unread(incidents: IncidentsApi):
    response = incidents("POST", "/scan-reports", "x" * (2 * MAX_PAYLOAD + 1))

    assert response.status == 413


def test_every_other_route_takes_no_more_than_before(incidents: IncidentsApi):
    assert incidents("POST", "/incidents", "x" * 262_145).status == 413


@pytest.mark.parametrize(
    "said",
    [
        {"source": ""}, {"source": "s" * 256}, {"source": 7}, {"createdAt": "now"},
        {"createdAt": True}, {"payload": {}}, {"payload": None},
    ],
)  # fmt: skip
def test_what_is_out_of_range_is_refused(incidents: IncidentsApi, said: dict[str, Any]):
    assert store(incidents, **said).status == 400


def test_a_source_is_asked_for_by_its_name(incidents: IncidentsApi):
    assert store(incidents, source="s" * 255).status == 201
    assert get(incidents, "s" * 255).status == 200
    assert get(incidents, "s" * 256).status == 400
    assert incidents("GET", "/scan-reports").status == 400


def test_reports_are_their_customers_own(incidents: IncidentsApi):
    store(incidents)

    assert get(incidents, "trivy", customer_id=OTHER).status == 404
    assert incidents.ok("GET", SCORE, customer_id=OTHER) == NOTHING


@pytest.mark.parametrize(
    ("method", "path", "wrong"),
    [
        ("GET", "/scan-reports", "faults:write"),
        ("POST", "/scan-reports", "faults:read"),
        ("GET", SCORE, "faults:write"),
    ],
)
def test_every_route_asks_for_a_token_with_its_scope(
    incidents: IncidentsApi, method: str, path: str, wrong: str
):
    none = ""

    assert incidents(method, path, a_report(), token=none).status == 401
    assert incidents(method, path, a_report(), scope=wrong).status == 403
