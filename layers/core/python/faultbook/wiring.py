"""The one place where parts are put together; functions ask here for what they need.

Everything is built on first use and kept for the life of the environment. What cannot be built
raises Unavailable and is tried again with the next request.
"""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from faultbook import settings
from faultbook.dynamodb.client import make_client
from faultbook.dynamodb.comment_store import DynamoCommentStore
from faultbook.dynamodb.fault_store import DynamoFaultStore
from faultbook.gateway.cursor import CursorSigner
from faultbook.gateway.http import Request
from faultbook.gateway.quota import Quota
from faultbook.secret_store import Secrets
from faultbook.usecases.caller import Caller
from faultbook.usecases.ports import CommentStore, FaultStore


def clock() -> datetime:
    """Now, in UTC; the only reader of the machine's clock."""
    return settings.read_clock(datetime.now(UTC))


@cache
def environment() -> settings.Settings:
    return settings.read_settings()


@cache
def client() -> Any:
    return make_client()


@cache
def fault_store() -> FaultStore:
    return DynamoFaultStore(client(), environment().faults_table, clock)


@cache
def comment_store() -> CommentStore:
    return DynamoCommentStore(client(), environment().faults_table, clock)
