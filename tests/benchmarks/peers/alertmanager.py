"""Debian's prometheus-alertmanager through its API v2, as Prometheus calls it.

It holds alerts that fire, in memory, and answers all that match at once: there are no pages, no
identifiers, no past and no statistics. A fault is an alert with a label of its own.
"""

import itertools
import shutil
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local.engine import Engine
from tests.benchmarks.peers import life, operations
from tests.benchmarks.peers.calling import Caller, free_port, wait_until
from tests.benchmarks.peers.life import Occurrence
from tests.benchmarks.peers.prerequisites import Missing
from tests.benchmarks.peers.rounds import Ask, Contender

SYSTEM = "Alertmanager"

_KNOWN = 100
_BATCH = 1_000
# Nobody is told, so nothing but the API is at work; grouping is that of its own example.
_SETTINGS = """
route:
  receiver: nobody
  group_by: [alertname, site]
receivers:
  - name: nobody
"""


def program() -> str:
    """Raises Missing."""
    found = shutil.which("prometheus-alertmanager") or shutil.which("alertmanager")
    if not found:
        raise Missing("prometheus-alertmanager")
    return found


@contextmanager
def running(directory: Path, size: int) -> Iterator[Contender]:
    directory.mkdir()
    settings = directory / "alertmanager.yml"
    settings.write_text(_SETTINGS, "utf-8")
    port = free_port()
    command = [program(), f"--config.file={settings}", f"--storage.path={directory}"]
    command += [f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address="]
    with (directory / "alertmanager.log").open("ab") as log:
        engine = Engine(command, log)
        caller = Caller(port)
        try:
            wait_until(lambda: caller("GET", "/-/ready"), "Alertmanager")
            _fill(caller, size)
            yield Contender(SYSTEM, size, _operations(caller, size))
        finally:
            caller.close()
            engine.stop()


def _operations(caller: Caller, size: int) -> dict[str, Ask]:
    serials = itertools.count()
    places = itertools.cycle(life.known_places(size, _KNOWN))

    def create() -> bytes:
        serial = next(serials)
        name = f"dev_{serial % 1000:03}"
        labels = {"alertname": "link-down", "fault": f"new-{serial}"}
        alert = _alert(labels | {"device": name, "site": "site_1", "severity": "HIGH"})
        return caller("POST", "/api/v2/alerts", [alert])

    return {
        operations.CREATE: create,
        operations.GET: lambda: caller("GET", _matching("fault", str(next(places)))),
        operations.OPEN: lambda: caller("GET", "/api/v2/alerts"),
        operations.SITE: lambda: caller("GET", _matching("site", life.SITE)),
    }


def _matching(label: str, value: str) -> str:
    return "/api/v2/alerts?" + urllib.parse.urlencode({"filter": f'{label}="{value}"'})


def _fill(caller: Caller, size: int) -> None:
    rest = life.occurrences(size)
    while some := [_alert_of(one) for one in itertools.islice(rest, _BATCH)]:
        caller("POST", "/api/v2/alerts", some)


def _alert_of(one: Occurrence) -> dict[str, Any]:
    labels = {"alertname": one.type, "fault": str(one.place), "severity": one.severity}
    labels |= {"device": one.name, "site": one.site}
    return _alert(labels) | {"startsAt": one.at.isoformat()}


def _alert(labels: dict[str, str]) -> dict[str, Any]:
    """It fires until tomorrow; without an end it would for five minutes."""
    return {
        "labels": labels,
        "annotations": {"summary": life.MESSAGE, "description": life.CAUSE},
        "endsAt": (datetime.now(UTC) + life.DAY).isoformat(),
    }
