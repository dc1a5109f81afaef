"""A fault that a sender opens is one of every API, and nobody else's."""

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain.identifiers import fault_id, number_of_fault_id, short_id
from tests.support.builders import CUSTOMER, SteppingClock
from tests.support.engines import Engine, Tables
from tests.support.every_api import EveryApi, every_api
from tests.support.metered import MeteredClient

TEXT = "Disk full on web-1"
OTHER = "cus_other"
TINY = "identifierType=tiny"
LABELS = {
    "alertname": "KubePersistentVolumeFillingUp",
    "cluster": "frankfurt-1",
    "container": "kube-state-metrics",
    "endpoint": "http",
    "instance": "10.244.3.17:8080",
    "job": "kube-state-metrics",
    "namespace": "shop",
    "persistentvolumeclaim": "data-postgres-0",
    "pod": "kube-prometheus-kube-state-metrics-5d4f8b7c9d-x2x7q",
    "prometheus": "monitoring/kube-prometheus-kube-prome-prometheus",
    "service": "kube-prometheus-kube-state-metrics",
    "severity": "critical",
}
ANNOTATIONS = {
    "description": "The PersistentVolume claimed by data-postgres-0 in Namespace shop on Cluster "
    "frankfurt-1 is only 2.31% free. Based on recent sampling it fills up within four days.",
    "runbook_url": "https://runbooks.prometheus-operator.dev/runbooks/kubernetes/"
    "kubepersistentvolumefillingup",
    "summary": TEXT,
}


def time(clock: SteppingClock, **ahead: float) -> str:
    return f"{clock.at + timedelta(**ahead):%Y-%m-%dT%H:%M:%S.%f}789Z"


def by_pagerduty(apis: EveryApi, *, over: bool = False, key: str = "") -> None:
    event: dict[str, Any] = {
        "routing_key": key or apis.key,
        "event_action": "resolve" if over else "trigger",
        "dedup_key": "disk",
    }
    payload = {"summary": TEXT, "source": "web-1", "severity": "critical"}
    apis.ok("POST", "/v2/enqueue", event if over else event | {"payload": payload})


def by_opsgenie(apis: EveryApi, *, over: bool = False, key: str = "") -> None:
    headers = {"authorization": f"GenieKey {key or apis.key}"}
    path = "/v2/alerts/disk/close" if over else "/v2/alerts"
    query = "identifierType=alias" if over else ""
    alert = None if over else {"message": TEXT, "alias": "disk", "entity": "web-1"}
    answer = apis("POST", path, alert, query=query, headers=headers)
    assert answer.status == 202, answer.text


def by_push(apis: EveryApi, *, over: bool = False, key: str = "") -> None:
    alert = {
        "labels": LABELS,
        "annotations": ANNOTATIONS,
        "startsAt": time(apis.clock) if not over else time(apis.clock, minutes=-30),
        "endsAt": time(apis.clock) if over else time(apis.clock, minutes=4),
    }
    sent(apis, "/api/v2/alerts", [alert], key)


def by_webhook(apis: EveryApi, *, over: bool = False, key: str = "") -> None:
    alert = {
        "status": "resolved" if over else "firing",
        "labels": LABELS,
        "annotations": ANNOTATIONS,
        "startsAt": time(apis.clock),
        "endsAt": time(apis.clock) if over else "0001-01-01T00:00:00Z",
    }
    sent(apis, "/webhooks/grafana", {"alerts": [alert], "truncatedAlerts": 1}, key)


def sent(apis: EveryApi, path: str, body: Any, key: str) -> None:
    headers = {"authorization": f"Bearer {key or apis.key}"}
    answer = apis("POST", path, body, headers=headers)
    assert answer.status == 200, answer.text


SENDERS: dict[str, Callable[..., None]] = {
    "pagerduty": by_pagerduty,
    "opsgenie": by_opsgenie,
    "alertmanager": by_push,
    "webhooks": by_webhook,
}


def in_native(number: int) -> str:
    return f"/fault/{fault_id(CUSTOMER, number)}"


ACKNOWLEDGE: dict[str, Callable[[EveryApi, int], Any]] = {
    "faults": lambda apis, n: apis.ok("POST", f"{in_native(n)}/acknowledge"),
    "opsgenie": lambda apis, n: apis.ok("POST", f"/v2/alerts/{n}/acknowledge", query=TINY),
    "fortimonitor": lambda apis, n: apis.ok("PUT", f"/v2/outage/{n}/acknowledge", {"who": "me"}),
    "incidents": lambda apis, n: apis.ok("POST", f"/api/v1/incidents/{n}/acknowledge"),
}
COMMENT: dict[str, Callable[[EveryApi, int], Any]] = {
    "incidents": lambda apis, n: apis.ok(
        "POST", f"/api/v1/incidents/{n}/notes", {"body": "Looking."}
    ),
    "faults": lambda apis, n: apis.ok("POST", f"{in_native(n)}/comment", {"comment": "Looking."}),
    "opsgenie": lambda apis, n: apis.ok(
        "POST", f"/v2/alerts/{n}/notes", {"note": "Looking."}, query=TINY
    ),
}
CLOSE: dict[str, Callable[[EveryApi, int], Any]] = {
    "mackerel": lambda apis, n: apis.ok(
        "POST", f"/api/v0/alerts/{short_id(n)}/close", {"reason": "mended"}
    ),
    "fortimonitor": lambda apis, n: apis.ok(
        "PUT", f"/v2/outage/{n}/force_resolve", {"reason": "mended"}
    ),
    "faults": lambda apis, n: apis.ok("POST", f"{in_native(n)}/resolve", {"reason": "mended"}),
    "opsgenie": lambda apis, n: apis.ok(
        "POST", f"/v2/alerts/{n}/close", {"note": "mended"}, query=TINY
    ),
}
WAYS = [
    (acknowledge, comment, close)
    for acknowledge, comment, close in itertools.product(ACKNOWLEDGE, COMMENT, CLOSE)
    if len({acknowledge, comment, close}) == 3
]


@pytest.fixture
def apis(dynoxide: Engine, tables: Tables, clock: SteppingClock) -> Iterator[EveryApi]:
    assert tables.faults
    with every_api(dynoxide, clock) as apis:
        yield apis


def numbers(apis: EveryApi, query: str = "") -> list[int]:
    found = [
        number_of_fault_id(CUSTOMER, fault["id"])
        for fault in apis.ok("GET", "/fault", query=query)["data"]
    ]
    return [number for number in found if number]


def shown(apis: EveryApi, number: int) -> dict[str, tuple[str, bool]]:
    """Text, and whether it is open, by the APIs that show one fault."""
    native = apis.ok("GET", in_native(number))
    outage = apis.ok("GET", f"/v2/outage/{number}")
    incident = apis.ok("GET", f"/api/v1/incidents/{number}")
    alert = apis.ok("GET", f"/api/v0/alerts/{short_id(number)}")
    return {
        "faults": (native["message"], native["status"] == "unresolved"),
        "fortimonitor": (outage["description"], outage["status"] == "active"),
        "incidents": (incident["title"], incident["status"] == "OPEN"),
        "mackerel": (alert["message"], alert["status"] != "OK"),
    }


@pytest.mark.parametrize("sender", SENDERS)
@pytest.mark.parametrize(("acknowledge", "comment", "close"), WAYS)
def test_a_fault_is_opened_acknowledged_commented_and_closed_by_four_apis(
    apis: EveryApi, sender: str, acknowledge: str, comment: str, close: str
):
    SENDERS[sender](apis)
    [number] = numbers(apis)
    assert set(shown(apis, number).values()) == {(TEXT, True)}
    [alert] = apis.ok("GET", "/api/v2/alerts")
    assert alert["annotations"]["summary"] == TEXT
    apis.clock.at += timedelta(minutes=1)

    ACKNOWLEDGE[acknowledge](apis, number)
    COMMENT[comment](apis, number)
    CLOSE[close](apis, number)

    assert set(shown(apis, number).values()) == {(TEXT, False)}
    assert apis.ok("GET", "/api/v2/alerts") == []
    native = apis.ok("GET", in_native(number))
    assert native["acknowledged_at"]
    assert "Looking." in [comment["comment"] for comment in native["comments"]]
    assert native["resolution_reason"] == "mended"
    SENDERS[sender](apis, over=True)
    assert apis.ok("GET", in_native(number)) == native


@pytest.mark.parametrize("sender", SENDERS)
def test_what_its_sender_ends_is_over_in_every_api(apis: EveryApi, sender: str):
    SENDERS[sender](apis)
    [number] = numbers(apis)
    apis.clock.at += timedelta(minutes=20)
    ACKNOWLEDGE["faults"](apis, number)

    SENDERS[sender](apis, over=True)

    assert set(shown(apis, number).values()) == {(TEXT, False)}
    assert apis.ok("GET", "/api/v2/alerts") == []


@pytest.mark.parametrize("sender", SENDERS)
def test_a_senders_fault_is_its_customers_alone(apis: EveryApi, sender: str):
    foreign = apis.key_of(OTHER)
    SENDERS[sender](apis)
    [number] = numbers(apis)

    SENDERS[sender](apis, key=foreign)
    SENDERS[sender](apis, key=foreign, over=True)

    assert numbers(apis) == [number]
    assert set(shown(apis, number).values()) == {(TEXT, True)}
    headers = {"authorization": f"Bearer {foreign}"}
    assert apis("GET", "/api/v2/alerts", headers=headers).json == []
    assert len(apis.ok("GET", "/api/v2/alerts")) == 1


def test_a_dedup_key_of_pagerduty_is_of_the_api_key_that_it_was_sent_with(apis: EveryApi):
    second = apis.key_of(CUSTOMER)
    by_pagerduty(apis)

    by_pagerduty(apis, key=second)
    assert len(numbers(apis)) == 2
    by_pagerduty(apis, key=second, over=True)

    assert len(numbers(apis, "status=unresolved")) == 1


def test_a_label_set_is_one_fault_for_all_keys_of_a_customer(apis: EveryApi):
    by_push(apis)
    by_push(apis, key=apis.key_of(CUSTOMER))
    by_webhook(apis)

    assert len(numbers(apis)) == 1


def test_change_events_are_their_customers_alone(apis: EveryApi):
    for key, summary in ((apis.key, "ours"), (apis.key_of(OTHER), "theirs")):
        event = {"routing_key": key, "payload": {"summary": summary, "source": "web-1"}}
        apis.ok("POST", "/v2/change/enqueue", event)

    changes = apis.ok("GET", "/changes", query="site=web-1")["data"]

    assert [change["summary"] for change in changes] == ["ours"]


# The fault with its indexes, its detail, claim and lease, and the note of its end.
OPENED_BY_A_PUSH = 11
READ_WHEN_PUSHED_AGAIN = 3  # claim, fault, lease
ITS_END = 6


class TestCosts:
    """In write units of a customer's usual alert, and read units."""

    @pytest.fixture
    def metered(self, dynoxide: Engine, tables: Tables) -> Iterator[tuple[EveryApi, MeteredClient]]:
        assert tables.faults
        client = MeteredClient(dynoxide.client)
        with every_api(dynoxide, SteppingClock(), client) as apis:
            apis.ok("GET", "/api/v2/alerts")
            client.reset()
            yield apis, client

    def test_a_usual_kubernetes_alert(self, metered: tuple[EveryApi, MeteredClient]):
        apis, client = metered

        by_push(apis)

        assert client.writes <= OPENED_BY_A_PUSH

    def test_an_alert_that_is_pushed_again(self, metered: tuple[EveryApi, MeteredClient]):
        apis, client = metered
        by_push(apis)
        client.reset()

        by_push(apis)
        assert (client.writes, client.reads) == (0, 0)
        wiring.lately_pushed.cache_clear()  # as in another environment
        by_push(apis)

        assert client.writes == 0
        assert client.reads <= READ_WHEN_PUSHED_AGAIN

    @pytest.mark.parametrize("sender", SENDERS)
    def test_its_end(self, metered: tuple[EveryApi, MeteredClient], sender: str):
        apis, client = metered
        SENDERS[sender](apis)
        apis.clock.at += timedelta(minutes=20)
        client.reset()

        SENDERS[sender](apis, over=True)

        assert client.writes <= ITS_END
