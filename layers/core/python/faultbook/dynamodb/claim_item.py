"""Claim <-> pointer item of the faults table."""

from typing import Any

from faultbook.domain.idempotency import Claim
from faultbook.dynamodb import keys
from faultbook.dynamodb.fault_item import Item


def key_of(customer_id: str, key: str) -> Item:
    return {"pk": {"S": keys.claim(customer_id, key)}, "sk": {"S": keys.POINTER}}


def item_of(customer_id: str, claim: Claim) -> Item:
    item: Item = key_of(customer_id, claim.key) | {
        "number": {"N": str(claim.number)},
        "ttl": {"N": str(claim.expires_at)},
    }
    if claim.reopened:
        item["reopened"] = {"N": str(claim.reopened)}
    if claim.fingerprint:
        item |= {
            "fingerprint": {"S": claim.fingerprint},
            "created": {"BOOL": claim.created},
            "made_at": {"N": str(claim.made_at)},
        }
    return item


def claim_of(key: str, item: Item) -> Claim:
    return Claim(
        key=key,
        number=int(item["number"]["N"]),
        expires_at=int(item["ttl"]["N"]),
        fingerprint=item["fingerprint"]["S"] if "fingerprint" in item else "",
        created=item["created"]["BOOL"] if "created" in item else True,
        made_at=int(item["made_at"]["N"]) if "made_at" in item else 0,
        reopened=int(item["reopened"]["N"]) if "reopened" in item else 0,
    )


def put(table: str, customer_id: str, claim: Claim, now: dict[str, str]) -> dict[str, Any]:
    """A claim may be taken over when it has expired or when it is the one to be replaced."""
    values = {":now": now}
    condition = "attribute_not_exists(pk) OR #ttl <= :now"
    names = {"#ttl": "ttl"}
    if claim.replaces is not None:
        condition += " OR (#number = :replaces AND "
        names |= {"#number": "number", "#reopened": "reopened"}
        values[":replaces"] = {"N": str(claim.replaces.number)}
        if claim.replaces.reopened:
            condition += "#reopened = :reopened)"
            values[":reopened"] = {"N": str(claim.replaces.reopened)}
        else:
            condition += "attribute_not_exists(#reopened))"
    return {
        "Put": {
            "TableName": table,
            "Item": item_of(customer_id, claim),
            "ConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
        }
    }


def release(table: str, customer_id: str, key: str, number: int) -> dict[str, Any]:
    """A delete that does nothing to another fault's claim."""
    return {
        "TableName": table,
        "Key": key_of(customer_id, key),
        "ConditionExpression": "#number = :number",
        "ExpressionAttributeNames": {"#number": "number"},
        "ExpressionAttributeValues": {":number": {"N": str(number)}},
    }
