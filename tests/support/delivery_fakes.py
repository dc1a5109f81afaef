"""In-memory endpoints, held to the real ones by tests/integration/stores, and a mute line."""

from collections.abc import Sequence

from faultbook.domain.deliveries import Attempt
from faultbook.domain.endpoints import Endpoint, Endpoints
from faultbook.domain.errors import Conflict
from faultbook.outgoing.connection import Request
from faultbook.usecases.ports import Clock

BUSY = "The endpoints were changed meanwhile; read them again."


class InMemoryEndpointStore:
    def __init__(self) -> None:
        self._all: dict[str, Endpoints] = {}

    def all(self, customer_id: str) -> Endpoints:
        return self._all.get(customer_id, Endpoints())

    def save(self, customer_id: str, seen: Endpoints, endpoints: Sequence[Endpoint]) -> None:
        if self.all(customer_id).version != seen.version:
            raise Conflict(BUSY)
        self._all[customer_id] = Endpoints(list(endpoints), seen.version + 1)


class Thankful:
    """Whoever is asked says thanks."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.sent: list[Request] = []

    def post(self, request: Request) -> Attempt:
        self.sent.append(request)
        return Attempt(self._clock(), 84, status=200, answer="thanks")


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
