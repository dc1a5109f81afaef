"""A group of counters as reconcile reads it, and the transaction that mends it.

The transaction leaves the name of its run, so that no run mends twice, and marks the day of the
group as late.
"""

from datetime import timedelta
from hashlib import blake2b
from typing import Any

from faultbook.domain.recount import Repair, Stored
from faultbook.domain.statistics import NOW, Ranked, day_of
from faultbook.domain.times import from_microseconds
from faultbook.dynamodb import statistics_item, statistics_keys
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.watermark import key_of


def stored_of(item: Item) -> Stored:
    return Stored(
        tally=statistics_item.tally_of(item),
        serial=item["serial"]["S"] if "serial" in item else "",
        repair=item["repaired"]["S"] if "repaired" in item else "",
    )


def repair_actions(table: str, customer_id: str, repair: Repair) -> list[dict[str, Any]]:
    member = {"pk": {"S": statistics_keys.CUSTOMERS}, "sk": {"S": customer_id}}
    actions = [{"Put": {"Item": member}}, {"Update": _counters(customer_id, repair)}]
    if repair.group != NOW:
        actions.append({"Update": _watermark(customer_id, repair)})
    return [
        {kind: action | {"TableName": table} for kind, action in item.items()} for item in actions
    ]


def _counters(customer_id: str, repair: Repair) -> dict[str, Any]:
    names = {"#repaired": "repaired", "#serial": "serial"}
    is_watermark = repair.group == NOW
    serial = repair.watermark if is_watermark else repair.seen.serial or repair.watermark
    values: dict[str, Any] = {":run": {"S": repair.run}, ":serial": {"S": serial}}
    sets = ["#repaired = :run", "#serial = if_not_exists(#serial, :serial)"]
    if is_watermark:
        names["#closed"] = "closed"
        values[":closed"] = _day_before(repair.run)
        sets.append("#closed = if_not_exists(#closed, :closed)")
    if ttl := statistics_item.kept_until(repair.group, repair.run):
        names["#ttl"] = "ttl"
        values[":ttl"] = {"N": str(ttl)}
        sets.append("#ttl = if_not_exists(#ttl, :ttl)")
    for place, (measure, number) in enumerate(repair.corrections.items()):
        names[f"#{place}"] = statistics_item.name_of(measure)
        values[f":{place}"] = {"N": str(number)}
    adds = ", ".join(f"#{place} :{place}" for place in range(len(repair.corrections)))
    condition = "attribute_not_exists(#repaired)"
    if repair.seen.repair:
        condition = "#repaired = :seen"
        values[":seen"] = {"S": repair.seen.repair}
    pk, sk = statistics_keys.group(customer_id, repair.group)
    return {
        "Key": {"pk": {"S": pk}, "sk": {"S": sk}},
        "UpdateExpression": f"ADD {adds} SET {', '.join(sets)}",
        "ConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }


def _watermark(customer_id: str, repair: Repair) -> dict[str, Any]:
    names = {"#serial": "serial", "#closed": "closed"}
    values = {":serial": {"S": repair.watermark}, ":closed": _day_before(repair.run)}
    sets = "#serial = if_not_exists(#serial, :serial), #closed = if_not_exists(#closed, :closed)"
    day = day_of(repair.group)
    is_over = day and day < from_microseconds(int(repair.run)).date()
    if day and (is_over or isinstance(repair.group, Ranked)):
        names["#late"] = statistics_item.late_name(day)
        values[":late"] = {"S": f"{repair.run}#{_digest(customer_id, repair)}"}
        sets += ", #late = :late"
    return {
        "Key": key_of(customer_id),
        "UpdateExpression": f"SET {sets}",
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }


def _digest(customer_id: str, repair: Repair) -> str:
    """So that whoever read the mark of one repair notices another of the same run."""
    key = "#".join(statistics_keys.group(customer_id, repair.group))
    return blake2b(key.encode(), digest_size=8).hexdigest()


def _day_before(run: str) -> dict[str, str]:
    return {"S": f"{from_microseconds(int(run)).date() - timedelta(days=1):%Y-%m-%d}"}
