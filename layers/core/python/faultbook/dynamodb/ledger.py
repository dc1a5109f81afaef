"""The transaction that writes timelines with their events and their counters."""

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

from faultbook.domain.statistics import NOW, Group, Tally
from faultbook.domain.timeline import LAST_VERSION, TimelineEntry
from faultbook.dynamodb import event_item, keys, ledger_item, statistics_item, statistics_keys
from faultbook.dynamodb.paging import by_keys
from faultbook.dynamodb.timeline_store import DynamoTimelineStore
from faultbook.dynamodb.transactions import transact
from faultbook.dynamodb.watermark import read_watermark
from faultbook.usecases.statistics_ports import Transaction, Watermark

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_PAGE = 25  # entries; a change that is in order needs the one before it


class DynamoLedger(DynamoTimelineStore):
    """Implements `usecases.statistics_ports.Ledger`."""

    def __init__(
        self, client: "DynamoDBClient", faults_table: str, statistics_table: str, events_table: str
    ) -> None:
        super().__init__(client, faults_table)
        self._statistics_table = statistics_table
        self._events_table = events_table

    def watermark(self, customer_id: str) -> Watermark:
        return read_watermark(self._client, self._statistics_table, customer_id)

    def right_before(
        self, customer_id: str, versions: Mapping[int, int]
    ) -> dict[int, list[TimelineEntry]]:
        keys_of = {
            number: (keys.event(version - 1), keys.event(LAST_VERSION), keys.GAP)
            for number, version in versions.items()
        }
        item_keys = [
            {"pk": {"S": keys.fault(customer_id, number)}, "sk": {"S": sk}}
            for number, sort_keys in keys_of.items()
            for sk in sort_keys
            if sk != keys.event(0)
        ]
        there = {
            (item["pk"]["S"], item["sk"]["S"]): item
            for item in by_keys(self._client, self._faults_table, item_keys)
        }
        found: dict[int, list[TimelineEntry]] = {}
        for number, (before, *unwanted) in keys_of.items():
            pk = keys.fault(customer_id, number)
            if any((pk, sk) in there for sk in unwanted):
                continue
            if before == keys.event(0):
                found[number] = []
            elif (pk, before) in there:
                found[number] = [ledger_item.entry_of(there[pk, before])]
        return found

    def around(self, customer_id: str, number: int, first: int, last: int) -> list[TimelineEntry]:
        """One query, unless the version right before the first is missing."""
        found: list[TimelineEntry] = []
        bounds = keys.event(first - 1), keys.event(LAST_VERSION)
        for entry in self._read(customer_id, number, bounds, Limit=_PAGE):
            found.append(entry)
            if entry.version > last:
                break
        if first > 1 and not (found and found[0].version < first):
            bounds = keys.event(0), keys.event(first - 1)
            before = self._read(customer_id, number, bounds, Limit=1, ScanIndexForward=False)
            found = [*islice(before, 1), *found]
        return found

    def commit(self, customer_id: str, transaction: Transaction) -> None:
        actions = self._watermark_actions(customer_id, transaction)
        actions += [
            {"Update": self._update(customer_id, group, tally, transaction.serial)}
            for group, tally in transaction.counts.items()
            if group != NOW
        ]
        actions += [
            self._put(customer_id, number, entry, transaction.serial)
            for number, entry in transaction.entries
        ]
        actions += [
            {"Put": {"TableName": self._events_table, "Item": item}}
            for item in event_item.items_of(transaction)
        ]
        actions += [self._gap(customer_id, number, transaction) for number in transaction.gaps]
        transact(self._client, actions)

    def _watermark_actions(
        self, customer_id: str, transaction: Transaction
    ) -> list[dict[str, Any]]:
        update = self._update(customer_id, NOW, transaction.counts.get(NOW, {}), transaction.serial)
        names = update["ExpressionAttributeNames"]
        values = update["ExpressionAttributeValues"]
        for place, day in enumerate(transaction.late_days):
            names[f"#late{place}"] = statistics_item.late_name(day)
            update["UpdateExpression"] += f", #late{place} = :serial"
        if transaction.seen:
            update["ConditionExpression"] = "#serial = :seen"
            values[":seen"] = {"S": transaction.seen}
            return [{"Update": update}]
        update["ConditionExpression"] = "attribute_not_exists(#serial)"
        update["UpdateExpression"] += ", #closed = :closed"
        names["#closed"] = "closed"
        values[":closed"] = {"S": f"{transaction.closed:%Y-%m-%d}"}
        member = {"pk": {"S": statistics_keys.CUSTOMERS}, "sk": {"S": customer_id}}
        put = {"TableName": self._statistics_table, "Item": member}
        return [{"Update": update}, {"Put": put}]

    def _update(self, customer_id: str, group: Group, tally: Tally, serial: str) -> dict[str, Any]:
        names = {"#serial": "serial"}
        values: dict[str, Any] = {":serial": {"S": serial}}
        sets = "SET #serial = :serial"
        ttl = statistics_item.kept_until(group, serial)
        if ttl is not None:
            names["#ttl"] = "ttl"
            values[":ttl"] = {"N": str(ttl)}
            sets += ", #ttl = if_not_exists(#ttl, :ttl)"
        for place, (measure, number) in enumerate(tally.items()):
            names[f"#{place}"] = statistics_item.name_of(measure)
            values[f":{place}"] = {"N": str(number)}
        adds = ", ".join(f"#{place} :{place}" for place in range(len(tally)))
        pk, sk = statistics_keys.group(customer_id, group)
        return {
            "TableName": self._statistics_table,
            "Key": {"pk": {"S": pk}, "sk": {"S": sk}},
            "UpdateExpression": f"ADD {adds} {sets}" if adds else sets,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }

    def _put(
        self, customer_id: str, number: int, entry: TimelineEntry, serial: str
    ) -> dict[str, Any]:
        """An entry with an older serial exists and only gets another entry before it."""
        put: dict[str, Any] = {
            "TableName": self._faults_table,
            "Item": ledger_item.item_of(customer_id, number, entry),
        }
        if entry.serial == serial:
            put["ConditionExpression"] = "attribute_not_exists(pk)"
        return {"Put": put}

    def _gap(self, customer_id: str, number: int, transaction: Transaction) -> dict[str, Any]:
        kept_until = max(entry.kept_until for of, entry in transaction.entries if of == number)
        item = {
            "pk": {"S": keys.fault(customer_id, number)},
            "sk": {"S": keys.GAP},
            "ttl": {"N": str(kept_until)},
        }
        return {"Put": {"TableName": self._faults_table, "Item": item}}
