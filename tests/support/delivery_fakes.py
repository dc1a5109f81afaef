"""In-memory endpoints, held to the real ones by tests/integration/stores, and a mute line."""

from collections.abc import Sequence

from faultbook.domain.deliveries import Attempt, Failure
from faultbook.domain.endpoints import Endpoint, Endpoints
from faultbook.domain.errors import Conflict
from faultbook.outgoing.connection import Request
from faultbook.usecases.ports import Clock

BUSY = "The endpoints were changed meanwhile; read them again."


class InMemoryEndpointStore:
    """`listeners` are customers who have endpoints, as the statistics know them."""

    def __init__(self, listeners: set[str] | None = None) -> None:
        self._all: dict[str, Endpoints] = {}
        self._listeners = set() if listeners is None else listeners

    def all(self, customer_id: str) -> Endpoints:
        return self._all.get(customer_id, Endpoints())

    def save(self, customer_id: str, seen: Endpoints, endpoints: Sequence[Endpoint]) -> None:
        if self.all(customer_id).version != seen.version:
            raise Conflict(BUSY)
        self._all[customer_id] = Endpoints(list(endpoints), seen.version + 1)
        if endpoints:
            self._listeners.add(customer_id)
        else:
            self._listeners.discard(customer_id)


class Listener:
    """Whoever is asked says thanks, or answers with `status`."""

    def __init__(self, clock: Clock, status: int = 200) -> None:
        self._clock = clock
        self._status = status
        self.sent: list[Request] = []

    def post(self, request: Request) -> Attempt:
        self.sent.append(request)
        is_taken = self._status == 200
        return Attempt(
            self._clock(),
            84,
            status=self._status,
            failure=None if is_taken else Failure.STATUS,
            answer="thanks" if is_taken else "no",
        )


class SteadySecrets:
    """In place of the module `secrets`: the same bytes and letters, one after the other."""

    def __init__(self) -> None:
        self._drawn = 0

    def token_bytes(self, length: int) -> bytes:
        self._drawn += 1
        return bytes([self._drawn]) * length

    def choice(self, among: str) -> str:
        self._drawn += 1
        return among[self._drawn % len(among)]
