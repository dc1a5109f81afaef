"""DynamoDB engines for tests, with the tables of the template."""

import contextlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.config import Config
from botocore.session import Session

from local.tables import create_tables, table_definitions

_NAMES = itertools.count()


@dataclass(frozen=True, slots=True)
class Tables:
    faults: str
    statistics: str
    access: str


class Engine:
    """`fresh_tables` makes new, empty tables; `tables` names the newest ones."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        session = Session()
        session.set_credentials("local", "local")
        self.client: Any = session.create_client(
            "dynamodb",
            region_name="us-east-1",
            endpoint_url=endpoint,
            config=Config(retries={"total_max_attempts": 1}, max_pool_connections=64),
        )
        self.tables = Tables("", "", "")

    @contextlib.contextmanager
    def fresh_tables(self) -> Iterator[Tables]:
        serial = next(_NAMES)
        self.tables = Tables(f"faults{serial}", f"statistics{serial}", f"access{serial}")
        yield self.tables
