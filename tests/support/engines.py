"""DynamoDB engines for tests, with the tables of the template."""

import contextlib
import hashlib
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.session import Session

from faultbook.aws import CONFIG, PlainJsonParsers
from faultbook.domain.fault import Fault
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import Item, item_of
from faultbook.dynamodb.paging import items
from local.tables import create_tables

_SERIALS = itertools.count()
_BATCH = 25  # BatchWriteItem takes no more


@dataclass(frozen=True, slots=True)
class Tables:
    faults: str
    statistics: str
    access: str
    scanreports: str
    events: str


class Engine:
    """A DynamoDB endpoint; `tables` names the newest tables that `fresh_tables` made.

    The client reads answers as the functions' does, waits longer, and never tries again: a test
    that is about either makes its own.
    """

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        inner = Session()
        inner.set_credentials("local", "local")
        inner.register_component("response_parser_factory", PlainJsonParsers())
        patient = Config(
            read_timeout=60, retries={"total_max_attempts": 1}, max_pool_connections=64
        )
        self.client = boto3.Session(botocore_session=inner).client(
            "dynamodb",
            region_name="us-east-1",
            endpoint_url=endpoint,
            config=CONFIG.merge(patient),
        )
        self.tables = Tables("", "", "", "", "")

    def fill(self, table: str, faults: Sequence[Fault]) -> None:
        """Put many faults at once, without any of the store's care."""
        requests = [{"PutRequest": {"Item": item_of(fault)}} for fault in faults]
        for start in range(0, len(requests), _BATCH):
            batch = requests[start : start + _BATCH]
            call(self.client.batch_write_item, RequestItems={table: batch})

    def items(self, table: str, **parameters: Any) -> list[Item]:
        return list(items(self.client.scan, TableName=table, ConsistentRead=True, **parameters))

    def digest(self) -> str:
        """Of all items of all tables: equal when nothing was changed."""
        items = [
            json.dumps(item, sort_keys=True)
            for table in asdict(self.tables).values()
            for item in self.items(table)
        ]
        return hashlib.sha256("\n".join(sorted(items)).encode()).hexdigest()

    @contextlib.contextmanager
    def fresh_tables(self) -> Iterator[Tables]:
        """The engine's own expiry is off: tests live by a clock of theirs."""
        serial = next(_SERIALS)
        self.tables = Tables(
            faults=f"faults-{serial}",
            statistics=f"statistics-{serial}",
            access=f"access-{serial}",
            scanreports=f"scanreports-{serial}",
            events=f"events-{serial}",
        )
        names = asdict(self.tables)
        create_tables(self.client, names, expire=False)
        try:
            yield self.tables
        finally:
            for name in names.values():
                with contextlib.suppress(self.client.exceptions.ResourceNotFoundException):
                    self.client.delete_table(TableName=name)
