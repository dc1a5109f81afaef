"""The part of a list's filters that DynamoDB applies before it sends the items."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from faultbook.domain import hierarchy
from faultbook.domain.listing import FaultFilter, Order
from faultbook.domain.times import microseconds
from faultbook.dynamodb.index_ranges import Range

_ACKNOWLEDGED = {
    True: "attribute_exists(#acknowledgement)",
    False: "attribute_not_exists(#acknowledgement)",
}


class StoreFilter:
    """`is_whole` False: some conditions are left to `FaultFilter.matches`.

    A span and an order are no conditions here: the index and its sort keys hold those.
    """

    def __init__(self, fault_filter: FaultFilter, now: datetime) -> None:
        self.fault_filter = fault_filter
        self.names = {"#ttl": "ttl"}
        self.values: dict[str, Any] = {":now": {"N": str(int(now.timestamp()))}}
        self._conditions = ["#ttl > :now"]
        self._add_equal("status", fault_filter.status)
        self._add_equal("resource_id", fault_filter.resource_id)
        self._add_equal("resolution", fault_filter.resolution)
        self._add_one_of("severity", fault_filter.severities)
        self._add_one_of("type", fault_filter.types)
        self._add_one_of("kind", fault_filter.kinds)
        self._add_one_of("reporter", fault_filter.reporters)
        self._add_one_of("lead", fault_filter.assignees)
        if fault_filter.snoozed is not None:
            exists = "attribute_exists" if fault_filter.snoozed else "attribute_not_exists"
            self._add("snooze", f"{exists}(#snooze)", {})
        if fault_filter.path is not None:
            below = fault_filter.path + hierarchy.SEPARATOR
            condition = "(#path = :path OR begins_with(#path, :below))"
            self._add("path", condition, {"path": fault_filter.path, "below": below})
        if fault_filter.acknowledged is not None:
            self._add("acknowledgement", _ACKNOWLEDGED[fault_filter.acknowledged], {})
        if fault_filter.resolved_since is not None:
            condition = "(attribute_not_exists(#resolved_at) OR #resolved_at >= :resolved_since)"
            self._add("resolved_at", condition, {})
            since = str(microseconds(fault_filter.resolved_since))
            self.values[":resolved_since"] = {"N": since}
        if fault_filter.resolved_until is not None:
            self._add("resolved_at", "#resolved_at < :resolved_until", {})
            until = str(microseconds(fault_filter.resolved_until))
            self.values[":resolved_until"] = {"N": until}
        self.is_whole = _rest_of(fault_filter) == FaultFilter()

    @property
    def expression(self) -> str:
        return " AND ".join(self._conditions)

    def _add_equal(self, attribute: str, value: str | None) -> None:
        if value:
            self._add(attribute, f"#{attribute} = :{attribute}", {attribute: str(value)})

    def _add_one_of(self, attribute: str, values: Collection[str]) -> None:
        if values:
            texts = {f"{attribute}{n}": str(value) for n, value in enumerate(sorted(values))}
            names = ", ".join(f":{name}" for name in texts)
            self._add(attribute, f"#{attribute} IN ({names})", texts)

    def _add(self, attribute: str, condition: str, values: dict[str, str]) -> None:
        self._conditions.append(condition)
        self.names[f"#{attribute}"] = attribute
        self.values |= {f":{name}": {"S": value} for name, value in values.items()}


def query_of(index_range: Range, filters: StoreFilter) -> dict[str, Any]:
    """Parameters of a query for the items of a range that pass the filters."""
    return {
        "IndexName": index_range.index,
        "KeyConditionExpression": "#partition = :partition AND #sort BETWEEN :oldest AND :newest",
        "FilterExpression": filters.expression,
        "ExpressionAttributeNames": filters.names
        | {"#partition": index_range.partition_key, "#sort": index_range.sort_key},
        "ExpressionAttributeValues": filters.values
        | {
            ":partition": {"S": index_range.partition},
            ":oldest": {"S": index_range.bounds.oldest},
            ":newest": {"S": index_range.bounds.newest},
        },
    }


def _rest_of(fault_filter: FaultFilter) -> FaultFilter:
    """The conditions that the store does not apply: an empty resolution, which has no attribute."""
    return replace(
        fault_filter,
        order=Order.OPENED,
        since=None,
        until=None,
        status=None,
        resource_id=None,
        resolution=None if fault_filter.resolution else fault_filter.resolution,
        path=None,
        snoozed=None,
        acknowledged=None,
        resolved_since=None,
        resolved_until=None,
        severities=frozenset(),
        types=frozenset(),
        kinds=frozenset(),
        reporters=frozenset(),
        assignees=frozenset(),
    )
