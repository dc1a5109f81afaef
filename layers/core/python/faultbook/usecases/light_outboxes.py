"""Outboxes that cost the start of a function nothing."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from faultbook.domain.events import FaultEvent
    from faultbook.usecases.delivery_ports import Outbox


class NobodyListens:
    """The outbox of whoever has none."""

    def keep(self, customer_id: str, events: "Sequence[FaultEvent]") -> None:
        del customer_id, events

    def send(self) -> None: ...


class OutboxOnDemand:
    """Built by the first event of a customer who has endpoints, which few have."""

    def __init__(self, build: "Callable[[], Outbox]") -> None:
        self._build = build
        self._built: Outbox | None = None

    def keep(self, customer_id: str, events: "Sequence[FaultEvent]") -> None:
        self._built = self._built or self._build()
        self._built.keep(customer_id, events)

    def send(self) -> None:
        if self._built:
            self._built.send()
