"""How far a recount has come, as items of at most 300 KB.

The parts go first and the run last: a run never names parts that are not all there.
"""

import base64
import json
import zlib
from datetime import date
from typing import TYPE_CHECKING, Any

from faultbook.domain.recount import MAX_AGE, Place, Recount, Stored
from faultbook.domain.statistics import Tally
from faultbook.domain.times import from_microseconds
from faultbook.dynamodb import statistics_item, statistics_keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.paging import of_partition

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from faultbook.dynamodb.fault_item import Item

_PART = 300_000


def save(client: "DynamoDBClient", table: str, recount: Recount) -> None:
    packed = base64.b64encode(zlib.compress(_document(recount).encode())).decode()
    parts = [packed[at : at + _PART] for at in range(0, len(packed), _PART)]
    for number, text in enumerate(parts):
        _put(client, table, recount, f"{statistics_keys.PART_PREFIX}{number:05d}", text)
    _put(client, table, recount, statistics_keys.RUN, str(len(parts)))


def load(client: "DynamoDBClient", table: str) -> Recount | None:
    stored = {
        item["sk"]["S"]: item for item in of_partition(client, table, statistics_keys.RECONCILE)
    }
    run = stored.pop(statistics_keys.RUN, None)
    if run is None:
        return None
    parts = [item for _, item in sorted(stored.items())][: int(run["content"]["S"])]
    if len(parts) < int(run["content"]["S"]) or any(part["run"] != run["run"] for part in parts):
        return None
    packed = "".join(part["content"]["S"] for part in parts)
    return _recount(json.loads(zlib.decompress(base64.b64decode(packed))))


def clear(client: "DynamoDBClient", table: str) -> None:
    for item in of_partition(client, table, statistics_keys.RECONCILE):
        call(client.delete_item, TableName=table, Key={name: item[name] for name in ("pk", "sk")})


def _put(client: "DynamoDBClient", table: str, recount: Recount, sk: str, content: str) -> None:
    expires_at = (from_microseconds(int(recount.run)) + MAX_AGE).timestamp()
    item: Item = {
        "pk": {"S": statistics_keys.RECONCILE},
        "sk": {"S": sk},
        "run": {"S": recount.run},
        "content": {"S": content},
        "ttl": {"N": str(int(expires_at))},
    }
    call(client.put_item, TableName=table, Item=item)


def _document(recount: Recount) -> str:
    places = sorted(recount.stored.keys() | recount.left.keys(), key=str)
    counters = []
    for place in places:
        stored = recount.stored.get(place)
        seen = [stored.serial, stored.repair] if stored else None
        counters.append([*_key(place), seen, _plain(recount.left.get(place, {}))])
    return json.dumps(
        {
            "run": recount.run,
            "standings": recount.watermarks,
            "newest": recount.newest,
            "counters": counters,
            "oldest": {name: f"{day:%Y-%m-%d}" for name, day in recount.oldest.items()},
            "forgetful": sorted(recount.forgetful),
            "doubtful": [[name, f"{day:%Y-%m-%d}"] for name, day in recount.doubtful],
            "position": recount.position,
            "missing": recount.missing,
            "wrong": recount.wrong,
        }
    )


def _recount(document: dict[str, Any]) -> Recount:
    """Without the tallies that were read: only what is left of them is needed."""
    recount = Recount(
        run=document["run"],
        watermarks=document["standings"],
        newest=document["newest"],
        oldest={name: date.fromisoformat(day) for name, day in document["oldest"].items()},
        forgetful=set(document["forgetful"]),
        doubtful=[(name, date.fromisoformat(day)) for name, day in document["doubtful"]],
        position=document["position"],
        missing=document["missing"],
        wrong=document["wrong"],
    )
    for pk, sk, seen, left in document["counters"]:
        place = statistics_keys.customer_and_group(pk, sk)
        if place:
            if seen:
                recount.stored[place] = Stored({}, *seen)
            recount.left[place] = _tally(left)
    return recount


def _key(place: Place) -> statistics_keys.Key:
    return statistics_keys.group(*place)


def _plain(tally: Tally) -> dict[str, int]:
    return {statistics_item.name_of(measure): number for measure, number in tally.items()}


def _tally(document: dict[str, int]) -> Tally:
    read = ((statistics_item.measure_of(name), number) for name, number in document.items())
    return {measure: number for measure, number in read if measure}
