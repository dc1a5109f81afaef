"""The caller, as a verified credential gives it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from faultbook.domain.errors import NotPermitted
from faultbook.domain.fault import Actor, Origin

ME = "me"


class Scope(StrEnum):
    READ = "faults:read"
    WRITE = "faults:write"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Caller:
    """`customer_id` comes from the credential and from nowhere else.

    `customers` are others that the same credential speaks for, one at a time. `name` is an API
    key's; its `path` begins those of the faults that are reported with it,
    and `topics` are those whose messages it takes.
    """

    customer_id: str
    subject: str
    scopes: frozenset[Scope]
    email: str = ""
    customers: frozenset[str] = frozenset()
    name: str = ""
    path: str = ""
    topics: frozenset[str] = frozenset()

    def actor(self, api: Origin, name: str = "") -> Actor:
        """`name` is who it is, as the sender says it; the credential vouches for the rest."""
        return Actor(self.subject, api, self.email, name or self.name)

    def person(self, name: str) -> str:
        """The person that a name means: `me` is the caller."""
        return self.subject if name == ME else name

    def for_customer(self, customer_id: str) -> "Caller":
        """The same caller on behalf of another of its customers. Raises NotPermitted."""
        if customer_id != self.customer_id and customer_id not in self.customers:
            raise NotPermitted
        return replace(self, customer_id=customer_id)
