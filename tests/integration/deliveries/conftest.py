"""The native API with its stream, its deliveries and a receiver, over Dynoxide."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from faultbook import wiring
from functions.fault_api import deliver
from functions.schedules import due_notes
from tests.integration.statistics.conftest import Town, town
from tests.support.http_events import Response
from tests.support.lambda_context import Context
from tests.support.native_api import ADMIN, READ, WRITE
from tests.support.receivers import Received, Receiver, Reply, a_receiver

EVERY_SCOPE = (READ, WRITE, ADMIN)
MINUTE = timedelta(minutes=1)
__all__ = ["town"]


@dataclass
class PostOffice:
    """What is woken is kept until somebody lets it run."""

    town: Town
    receiver: Receiver
    lambda_api: Receiver

    @property
    def woken(self) -> list[Received]:
        """Calls of Lambda's API that the delivering function is to be called by."""
        return self.lambda_api.received

    def admin(self, method: str, path: str, body: Any = None, **how: Any) -> Response:
        return self.town.api(method, path, body, scopes=EVERY_SCOPE, **how)

    def endpoint(self, receiver: Receiver | None = None, **parts: Any) -> dict[str, Any]:
        said = {"name": "ops", "url": (receiver or self.receiver).url} | parts
        answer = self.admin("POST", "/endpoints", said)
        assert answer.status == 201, answer.text
        made: dict[str, Any] = answer.json
        wiring._endpoints_remembered.cache_clear()  # noqa: SLF001 - half a minute is over
        return made

    def lives(self, count: int = 1, **fields: Any) -> None:
        """Faults that are opened and resolved, with time between."""
        for number in range(count):
            fault_id = self.town.api.create(resource_id=f"edge-{number}", **fields)["id"]
            self.record()
            self.town.clock.at += timedelta(seconds=1)
            self.town.api("POST", f"/fault/{fault_id}/resolve", {"reason": "fixed"})

    def lanes(self) -> list[Any]:
        """Endpoints that something waits for."""
        items = self.town.engine.items(self.town.tables.events)
        return [item for item in items if item["pk"]["S"] == "lanes"]

    def record(self) -> None:
        """What changed is recorded, and nobody is told yet."""
        self.town.drain()

    def deliver(self) -> None:
        """What was woken, and what wakes each other."""
        while self.woken:
            deliver.lambda_handler(self.woken.pop(0).json, Context())

    def run(self, asked: dict[str, Any], milliseconds: Callable[[], int]) -> None:
        """One that has so many milliseconds left whenever it asks."""
        deliver.lambda_handler(asked, Context(milliseconds))

    def tell(self) -> None:
        self.record()
        self.deliver()

    def minutes(self, count: int) -> None:
        """The sweep has its say each minute."""
        for _ in range(count):
            self.town.clock.at += MINUTE
            due_notes.lambda_handler({}, Context())
            self.tell()


@pytest.fixture
def office(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    monkeypatch.setenv("LOOPBACK_RECEIVERS", "allowed")
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with a_receiver() as receiver, a_receiver(lambda _: Reply(202, b"")) as lambda_api:
        monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", lambda_api.url.removesuffix("/hook"))
        yield PostOffice(town, receiver, lambda_api)
