"""Claim <-> pointer item of the faults table."""

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
    )
