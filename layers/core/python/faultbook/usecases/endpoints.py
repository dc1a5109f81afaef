"""The endpoints of a customer, made and changed by an administrator."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from faultbook.domain.endpoints import (
    MAX_ENDPOINTS,
    Endpoint,
    EndpointFilter,
    EndpointKind,
    Endpoints,
    Off,
    draw_endpoint_id,
    draw_secret,
)
from faultbook.domain.errors import Conflict, EndpointNotFound
from faultbook.usecases.delivery_ports import EndpointStore
from faultbook.usecases.ports import Clock

# Fills in what is usual. Raises InvalidRequest for what nothing can be sent with.
Complete = Callable[[Endpoint], Endpoint]
_TRIES = 3  # of a change that is made by itself


@dataclass(frozen=True, slots=True)
class EndpointsOfCustomers:
    store: EndpointStore
    clock: Clock
    complete: Complete

    def all(self, customer_id: str) -> Sequence[Endpoint]:
        """In the order in which they were made."""
        return sorted(self.store.all(customer_id).all, key=lambda endpoint: endpoint.created_at)

    def find(self, customer_id: str, endpoint_id: str) -> Endpoint | None:
        return self.store.all(customer_id).find(endpoint_id)

    def get(self, customer_id: str, endpoint_id: str) -> Endpoint:
        """Raises EndpointNotFound."""
        return _found(self.store.all(customer_id), endpoint_id)

    def make(
        self,
        customer_id: str,
        *,
        name: str,
        kind: EndpointKind,
        url: str,
        authorization: str,
        filters: Sequence[EndpointFilter],
        by: str,
    ) -> Endpoint:
        """Raises InvalidRequest or Conflict."""
        seen = self.store.all(customer_id)
        if len(seen.all) >= MAX_ENDPOINTS:
            raise Conflict(f"A customer has at most {MAX_ENDPOINTS} endpoints.")
        drawn = Endpoint(
            endpoint_id=draw_endpoint_id(),
            name=name,
            kind=kind,
            url=url,
            secret=draw_secret(),
            created_at=self.clock(),
            created_by=by,
            authorization=authorization,
            filters=tuple(filters),
        )
        made = self.complete(drawn)
        self.store.save(customer_id, seen, [*seen.all, made])
        return made

    def change(
        self, customer_id: str, endpoint_id: str, edit: Callable[[Endpoint], Endpoint]
    ) -> Endpoint:
        """Raises EndpointNotFound, InvalidRequest or Conflict."""
        seen = self.store.all(customer_id)
        before = _found(seen, endpoint_id)
        after = edit(before)
        if (after.url, after.authorization) != (before.url, before.authorization):
            after = self.complete(after)
        if after != before:
            others = [after if endpoint is before else endpoint for endpoint in seen.all]
            self.store.save(customer_id, seen, others)
        return after

    def rotate(self, customer_id: str, endpoint_id: str) -> Endpoint:
        """Raises EndpointNotFound or Conflict."""
        now = self.clock()
        return self.change(customer_id, endpoint_id, lambda endpoint: endpoint.rotated(now))

    def remove(self, customer_id: str, endpoint_id: str) -> None:
        """Raises EndpointNotFound or Conflict."""
        seen = self.store.all(customer_id)
        gone = _found(seen, endpoint_id)
        self.store.save(
            customer_id, seen, [endpoint for endpoint in seen.all if endpoint is not gone]
        )

    def switch_off(self, customer_id: str, endpoint: Endpoint, why: Off) -> Endpoint | None:
        """By itself; None where it has gone meanwhile. Raises Conflict."""
        for tries in range(_TRIES):
            try:
                return self.change(
                    customer_id, endpoint.endpoint_id, lambda found: replace(found, off=why)
                )
            except EndpointNotFound:
                return None
            except Conflict:
                if tries == _TRIES - 1:
                    raise
        raise AssertionError("the last try returns or raises")


def _found(endpoints: Endpoints, endpoint_id: str) -> Endpoint:
    if found := endpoints.find(endpoint_id):
        return found
    raise EndpointNotFound
