"""What pushes alerts, over stores in memory, with the sweep that closes what is sent no more."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from faultbook import wiring
from faultbook.gateway.short_memory import ShortMemory
from tests.support.builders import NOW, SteppingClock
from tests.support.fakes import InMemoryFaultStore
from tests.support.http_events import Response
from tests.support.in_memory_apis import InMemoryApis, in_memory_apis
from tests.support.lease_fakes import InMemoryLeaseStore
from tests.support.tokens import a_token

LABELS = {"alertname": "InstanceDown", "instance": "web-1:9100", "job": "node"}


def time(at: datetime) -> str:
    """As Go writes it."""
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}789Z"


class World:
    """A Prometheus with one alert; what it pushes next begins at `began`."""

    def __init__(self, apis: InMemoryApis, clock: SteppingClock, store: InMemoryFaultStore) -> None:
        self.apis = apis
        self.clock = clock
        self.store = store
        self.began = NOW

    @property
    def leases(self) -> InMemoryLeaseStore:
        leases = wiring.stores.lease_store()
        assert isinstance(leases, InMemoryLeaseStore)
        return leases

    def alert(self, **fields: Any) -> dict[str, Any]:
        """As Prometheus pushes one that fires: with the end that it has if nothing more comes."""
        return {
            "labels": LABELS | {"severity": "critical"},
            "annotations": {"summary": "web-1 is down"},
            "startsAt": time(self.began),
            "endsAt": time(self.clock.at + timedelta(minutes=4)),
            "generatorURL": "http://prometheus:9090/graph?g0.expr=up",
        } | fields

    def push(self, *alerts: Any) -> Response:
        return self.apis("POST", "/api/v2/alerts", list(alerts))

    def fires(self, **fields: Any) -> None:
        answer = self.push(self.alert(**fields))
        assert (answer.status, answer.text) == (200, "")

    def ends(self, **fields: Any) -> None:
        answer = self.push(self.alert(**{"endsAt": time(self.clock.at)} | fields))
        assert answer.status == 200, answer.text

    def later(self, **span: float) -> None:
        """Each minute until then the sweep comes by."""
        until = self.clock.at + timedelta(**span)
        while self.clock.at < until:
            self.clock.at = min(self.clock.at + timedelta(minutes=1), until)
            wiring.due_notes().run(lambda: True)

    def fires_for(self, minutes: int) -> None:
        """Pushed each minute."""
        for _ in range(minutes):
            self.later(minutes=1)
            self.fires()

    def faults(self) -> list[dict[str, Any]]:
        """As the native API has them, newest first."""
        found: list[dict[str, Any]] = self.native("GET", "/fault").json["data"]
        return found

    def fault(self) -> dict[str, Any]:
        """The only one, in full."""
        [one] = self.faults()
        shown: dict[str, Any] = self.native("GET", f"/fault/{one['id']}").json
        return shown

    def native(self, method: str, path: str) -> Response:
        issued = int(self.clock.at.timestamp())
        token = a_token(iat=issued, exp=issued + 3600)
        return self.apis(method, path, headers={"authorization": f"Bearer {token}"})

    def read(self, path: str, query: str = "") -> Any:
        answer = self.apis("GET", f"/api/v2/{path}", query=query)
        assert answer.status == 200, answer.text
        return answer.json


@contextmanager
def world_of() -> Iterator[World]:
    clock = SteppingClock()
    store = InMemoryFaultStore(clock)

    def seconds() -> float:
        return clock.at.timestamp()

    pushed: ShortMemory[Any, str] = ShortMemory(seconds)
    parts = {"due_store": lambda: store.dues, "lately_pushed": lambda: pushed}
    with in_memory_apis(clock, store, parts) as apis:
        yield World(apis, clock, store)
