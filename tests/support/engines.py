"""DynamoDB engines for tests, with the tables of the template."""

import contextlib
import hashlib
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from botocore.config import Config
from botocore.session import Session

from faultbook.aws.botocore_client import BotocoreClient
from faultbook.aws.limits import Limits
from faultbook.aws.signed_client import SignedClient
from faultbook.domain.fault import Fault
from faultbook.dynamodb.fault_item import item_of
from faultbook.settings import AwsSettings
from local.tables import create_tables

_SERIALS = itertools.count()
_BATCH = 25  # BatchWriteItem takes no more


@dataclass(frozen=True, slots=True)
class Tables:
    faults: str
    statistics: str
    access: str
    scanreports: str


class Engine:
    """A DynamoDB endpoint; `tables` names the newest tables that `fresh_tables` made.

    The client never tries again: a test that is about retries makes its own.
    """

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        session = Session()
        session.set_credentials("local", "local")
        self._botocore: Any = session.create_client(
            "dynamodb",
            region_name="us-east-1",
            endpoint_url=endpoint,
            config=Config(
                retries={"total_max_attempts": 1},
                max_pool_connections=64,
                parameter_validation=False,
            ),
        )
        self.client: Any = BotocoreClient(self._botocore)
        self.tables = Tables("", "", "", "")

    def fill(self, table: str, faults: Sequence[Fault]) -> None:
        """Put many faults at once, without any of the store's care."""
        requests = [{"PutRequest": {"Item": item_of(fault)}} for fault in faults]
        for start in range(0, len(requests), _BATCH):
            batch = requests[start : start + _BATCH]
            self.client.batch_write_item(RequestItems={table: batch})

    def digest(self) -> str:
        """Of all items of all tables: equal when nothing was changed."""
        items = [
            json.dumps(item, sort_keys=True)
            for table in asdict(self.tables).values()
            for page in self._botocore.get_paginator("scan").paginate(TableName=table)
            for item in page["Items"]
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
        )
        names = asdict(self.tables)
        create_tables(self._botocore, names, expire=False)
        try:
            yield self.tables
        finally:
            for name in names.values():
                with contextlib.suppress(self._botocore.exceptions.ResourceNotFoundException):
                    self._botocore.delete_table(TableName=name)


class SignedEngine(Engine):
    """`client` is the one that the functions have, which signs its calls itself."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(endpoint)
        settings = AwsSettings(region="us-east-1", endpoint_url=endpoint)
        self.client = SignedClient("dynamodb", settings, Limits(attempts=1))
