"""What a customer has decided for all of its callers."""

from dataclasses import dataclass

MAX_SERVERS = 1000


@dataclass(frozen=True, slots=True)
class CustomerSettings:
    """`servers` None: any name is a server; otherwise these are all there are."""

    servers: frozenset[str] | None = None

    def knows_server(self, name: str) -> bool:
        return self.servers is None or name in self.servers
