"""Registering, changing and retiring hosts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, Unpack

from faultbook.domain.errors import (
    HostChanged,
    HostIsRetired,
    HostNotFound,
    TooLarge,
    TooManyDocuments,
    Unavailable,
)
from faultbook.domain.host import Host, HostEdits, HostStatus
from faultbook.domain.identifiers import short_id
from faultbook.usecases.ports import Clock, DrawNumber

MAX_HOSTS = 2000  # of one customer; a list shows them all
MAX_DOCUMENTS = 50  # of one host
MAX_DOCUMENT = 100 * 1024  # bytes
_ATTEMPTS = 5


class HostTaken(Exception):
    """There is a host with this id."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a sender keeps with a host under a name; `content` is JSON."""

    name: str
    content: str
    written_at: datetime


class HostStore(Protocol):
    """A retired host whose time is over is gone for every call."""

    def find(self, customer_id: str, host_id: str, *, latest: bool = True) -> Host | None:
        """Read your own writes; or for half the price as it was a moment ago."""
        ...

    def find_by_identifier(self, customer_id: str, custom_identifier: str) -> Host | None:
        """None of those that are retired."""
        ...

    def all(self, customer_id: str) -> Iterator[Host]:
        """By id; reads on while it is consumed."""
        ...

    def create(self, customer_id: str, host: Host) -> None:
        """Raises HostTaken, HostIdentifierTaken or TooManyHosts."""
        ...

    def save(self, customer_id: str, before: Host, after: Host) -> None:
        """If the host is still at `before.version`. Raises HostChanged or HostIdentifierTaken."""
        ...

    def put_document(self, customer_id: str, host_id: str, document: Document) -> None:
        """In place of the former one of this name."""
        ...

    def find_document(self, customer_id: str, host_id: str, name: str) -> Document | None: ...

    def names_of_documents(self, customer_id: str, host_id: str) -> list[str]:
        """Sorted."""
        ...

    def delete_document(self, customer_id: str, host_id: str, name: str) -> None: ...


Known = Callable[[str, str], Host | None]  # of a customer and an id


def nobody(_customer_id: str, _host_id: str) -> None:
    """Only stored hosts are known."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """A host may be known without being stored: `known` returns it then, and a change stores it.

    Changes raise HostNotFound, HostIsRetired, HostIdentifierTaken, TooManyHosts, or HostChanged
    when others keep winning.
    """

    store: HostStore
    clock: Clock
    draw_number: DrawNumber

    def register(self, customer_id: str, **edits: Unpack[HostEdits]) -> Host:
        """A new host with a new id, which is its name if it has none.

        Raises HostIdentifierTaken or TooManyHosts.
        """
        for _ in range(_ATTEMPTS):
            now = self.clock()
            host_id = short_id(self.draw_number(now))
            host = Host(customer_id, host_id, name=host_id, created_at=now).edited(**edits)
            try:
                self.store.create(customer_id, host)
            except HostTaken:
                continue
            return host
        raise Unavailable

    def find(self, customer_id: str, host_id: str) -> Host | None:
        return self.store.find(customer_id, host_id)

    def find_recent(self, customer_id: str, host_id: str) -> Host | None:
        """As it was a moment ago."""
        return self.store.find(customer_id, host_id, latest=False)

    def find_by_identifier(self, customer_id: str, custom_identifier: str) -> Host | None:
        """None of those that are retired."""
        return self.store.find_by_identifier(customer_id, custom_identifier)

    def all(self, customer_id: str) -> Iterator[Host]:
        """Retired ones too, for as long as they are kept."""
        return self.store.all(customer_id)

    def edit(
        self,
        customer_id: str,
        host_id: str,
        edits: Callable[[Host], HostEdits],
        *,
        known: Known = nobody,
    ) -> Host:
        return self._apply(
            customer_id, host_id, lambda host: _living(host).edited(**edits(host)), known
        )

    def set_status(
        self,
        customer_id: str,
        host_id: str,
        status: HostStatus,
        *,
        known: Known = nobody,
    ) -> Host:
        return self._apply(
            customer_id, host_id, lambda host: _living(host).in_status(status), known
        )

    def retire(
        self,
        customer_id: str,
        host_id: str,
        *,
        known: Known = nobody,
    ) -> Host:
        """A retired host is returned as it is; its documents are removed."""
        now = self.clock()
        host = self._apply(customer_id, host_id, lambda host: host.retired(now), known)
        for name in self.store.names_of_documents(customer_id, host_id):
            self.store.delete_document(customer_id, host_id, name)
        return host

    def put_document(self, customer_id: str, host_id: str, name: str, content: str) -> None:
        """Raises HostNotFound, HostIsRetired, TooLarge or TooManyDocuments."""
        _living(self._kept(customer_id, host_id))
        if len(content.encode()) > MAX_DOCUMENT:
            raise TooLarge(MAX_DOCUMENT, "metadata")
        others = set(self.store.names_of_documents(customer_id, host_id)) - {name}
        if len(others) >= MAX_DOCUMENTS:
            raise TooManyDocuments
        document = Document(name, content, self.clock())
        self.store.put_document(customer_id, host_id, document)

    def find_document(self, customer_id: str, host_id: str, name: str) -> Document | None:
        """Raises HostNotFound."""
        self._kept(customer_id, host_id)
        return self.store.find_document(customer_id, host_id, name)

    def names_of_documents(self, customer_id: str, host_id: str) -> list[str]:
        """Sorted. Raises HostNotFound."""
        self._kept(customer_id, host_id)
        return self.store.names_of_documents(customer_id, host_id)

    def delete_document(self, customer_id: str, host_id: str, name: str) -> bool:
        """Whether there was one. Raises HostNotFound or HostIsRetired."""
        _living(self._kept(customer_id, host_id))
        if self.store.find_document(customer_id, host_id, name) is None:
            return False
        self.store.delete_document(customer_id, host_id, name)
        return True

    def _kept(self, customer_id: str, host_id: str) -> Host:
        host = self.store.find(customer_id, host_id)
        if host is None:
            raise HostNotFound
        return host

    def _apply(
        self,
        customer_id: str,
        host_id: str,
        transition: Callable[[Host], Host],
        known: Known,
    ) -> Host:
        for _ in range(_ATTEMPTS):
            kept = self.store.find(customer_id, host_id)
            host = kept or known(customer_id, host_id)
            if host is None:
                raise HostNotFound
            changed = transition(host)
            try:
                if kept is None:
                    self.store.create(customer_id, changed)
                elif changed is not kept:
                    self.store.save(customer_id, kept, changed)
            except (HostTaken, HostChanged):
                continue
            return changed
        raise HostChanged


def _living(host: Host) -> Host:
    if host.is_retired:
        raise HostIsRetired
    return host
