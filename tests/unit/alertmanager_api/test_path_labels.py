"""Which labels of an alert make its path, as the customer has set it."""

from typing import Any

import pytest

from faultbook import wiring
from tests.support.alertmanager_world import World
from tests.support.builders import CUSTOMER

LABELS = {
    "alertname": "InstanceDown",
    "instance": "web-1:9100",
    "job": "node",
    "cluster": "blue",
    "rack": "r|3",
    "dc": "berlin",
}
NOTIFICATION: dict[str, Any] = {
    "version": "4",
    "status": "firing",
    "receiver": "faultbook",
    "groupLabels": {},
    "commonLabels": {},
    "commonAnnotations": {},
    "externalURL": "",
    "groupKey": "{}",
}


def choose(levels: Any) -> None:
    settings = {"alert_path_labels": levels}
    wiring.settings_of_customers().settings.save(CUSTOMER, settings)  # type: ignore[arg-type]
    wiring.forget_customer_settings(CUSTOMER)


def path_of(world: World) -> str:
    [fault] = world.apis("GET", "/fault").json["data"]
    return str(fault["resource_ancestry_path"])


@pytest.mark.parametrize(
    ("levels", "path"),
    [
        (None, "blue|node|web-1:9100"),
        ((("site", "dc"), ("rack",)), "berlin|r/3|web-1:9100"),
        ((("rack",), ("unknown",), ("cluster", "dc")), "r/3|blue|web-1:9100"),
        ((("unknown",),), "web-1:9100"),
        ((), "web-1:9100"),
    ],
)
@pytest.mark.parametrize("way", ["push", "webhook"])
def test_the_labels_of_each_level_make_the_path(world: World, way: str, levels: Any, path: str):
    choose(levels)

    if way == "push":
        world.fires(labels=LABELS)
    else:
        alert = {"status": "firing", "labels": LABELS, "startsAt": "2026-01-15T12:00:00Z"}
        body = NOTIFICATION | {"alerts": [alert]}
        assert world.apis("POST", "/webhooks/alertmanager", body).status == 200

    assert path_of(world) == path


def test_a_fault_that_stands_stays_where_it_is(world: World):
    world.fires(labels=LABELS)
    choose((("dc",),))

    world.fires(labels=LABELS, annotations={"summary": "another"})

    assert path_of(world) == "blue|node|web-1:9100"
