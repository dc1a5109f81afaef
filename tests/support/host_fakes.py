"""The in-memory store of hosts; the suite in tests/integration/stores holds it to the real one."""

from collections.abc import Iterator

from faultbook.domain.errors import HostChanged, HostIdentifierTaken, TooManyHosts
from faultbook.domain.host import Host
from faultbook.usecases.hosts import MAX_HOSTS, Document, HostTaken
from faultbook.usecases.ports import Clock


class InMemoryHostStore:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._hosts: dict[tuple[str, str], Host] = {}
        self._documents: dict[tuple[str, str, str], Document] = {}

    def find(self, customer_id: str, host_id: str, *, latest: bool = True) -> Host | None:
        del latest
        host = self._hosts.get((customer_id, host_id))
        return None if host is None or host.is_expired(self._clock()) else host

    def find_by_identifier(self, customer_id: str, custom_identifier: str) -> Host | None:
        hosts = self.all(customer_id)
        return next((host for host in hosts if host.claimed_identifier == custom_identifier), None)

    def all(self, customer_id: str) -> Iterator[Host]:
        for owner, host_id in sorted(self._hosts):
            host = self.find(customer_id, host_id) if owner == customer_id else None
            if host:
                yield host

    def create(self, customer_id: str, host: Host) -> None:
        if self.find(customer_id, host.host_id):
            raise HostTaken
        self._claim(host)
        living = sum(not host.is_retired for host in self.all(customer_id))
        if not host.is_retired and living >= MAX_HOSTS:
            raise TooManyHosts
        self._hosts[customer_id, host.host_id] = host

    def save(self, customer_id: str, before: Host, after: Host) -> None:
        existing = self._hosts.get((customer_id, before.host_id))
        if existing is None or existing.version != before.version:
            raise HostChanged
        self._claim(after)
        self._hosts[customer_id, after.host_id] = after

    def put_document(self, customer_id: str, host_id: str, document: Document) -> None:
        self._documents[customer_id, host_id, document.name] = document

    def find_document(self, customer_id: str, host_id: str, name: str) -> Document | None:
        return self._documents.get((customer_id, host_id, name))

    def names_of_documents(self, customer_id: str, host_id: str) -> list[str]:
        places = sorted(self._documents)
        return [name for owner, host, name in places if (owner, host) == (customer_id, host_id)]

    def delete_document(self, customer_id: str, host_id: str, name: str) -> None:
        self._documents.pop((customer_id, host_id, name), None)

    def _claim(self, host: Host) -> None:
        wanted = host.claimed_identifier
        holder = self.find_by_identifier(host.customer_id, wanted) if wanted else None
        if holder and holder.host_id != host.host_id:
            raise HostIdentifierTaken
