"""Transactions of the statistics: what stands against them is either another writer or trouble."""

from typing import Any

from faultbook.domain.errors import Unavailable
from faultbook.dynamodb.client import TransactionRefused, call
from faultbook.usecases.statistics_ports import Overtaken

_OTHER_WRITER = {"ConditionalCheckFailed", "TransactionConflict", "None"}


def transact(client: Any, actions: list[dict[str, Any]]) -> None:
    """Raises Overtaken or Unavailable."""
    try:
        call(client.transact_write_items, TransactItems=actions)
    except TransactionRefused as refused:
        if {code for code, _ in refused.reasons} <= _OTHER_WRITER:
            raise Overtaken from refused
        raise Unavailable from refused
