"""Who calls, as a verified credential says it."""

from dataclasses import dataclass
from enum import StrEnum

from faultbook.domain.fault import Actor, Api


class Scope(StrEnum):
    READ = "faults:read"
    WRITE = "faults:write"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Caller:
    """`customer_id` comes from the credential and from nowhere else."""

    customer_id: str
    subject: str
    scopes: frozenset[Scope]
    email: str = ""

    def actor(self, api: Api) -> Actor:
        return Actor(subject=self.subject, api=api, email=self.email)
