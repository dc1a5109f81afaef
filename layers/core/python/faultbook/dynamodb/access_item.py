"""API key and access token <-> item of the access table. Empty attributes are left out."""

from datetime import datetime
from typing import Any

from faultbook.domain.access import AccessToken, ApiKey
from faultbook.domain.fault import Origin
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import access_keys

Item = dict[str, dict[str, Any]]

CHANGEABLE = (
    "digest",
    "previous_digest",
    "previous_until",
    "rotated_at",
    "revoked_at",
    "version",
    "ttl",
)


def api_key_place(key_id: str) -> Item:
    return {"pk": {"S": access_keys.api_key(key_id)}, "sk": {"S": access_keys.API_KEY}}


def access_token_place(customer_id: str, token_id: str) -> Item:
    return {
        "pk": {"S": access_keys.access_token(customer_id, token_id)},
        "sk": {"S": access_keys.ACCESS_TOKEN},
    }


def item_of_api_key(key: ApiKey) -> Item:
    texts = {
        "customer_id": key.customer_id,
        "name": key.name,
        "scopes": " ".join(sorted(key.scopes)),
        "cidrs": " ".join(key.cidrs),
        "apis": " ".join(sorted(key.apis)),
        "path": key.path,
        "topics": " ".join(key.topics),
        "digest": key.digest.hex(),
        "previous_digest": key.previous_digest.hex(),
        "created_by": key.created_by,
        "last_used_on": key.last_used_on,
    }
    times = {
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "previous_until": key.previous_until,
        "rotated_at": key.rotated_at,
        "revoked_at": key.revoked_at,
    }
    item = api_key_place(key.key_id) | {"version": {"N": str(key.version)}}
    item |= {name: {"S": text} for name, text in texts.items() if text}
    item |= {name: {"N": str(microseconds(at))} for name, at in times.items() if at}
    if kept_until := key.kept_until():
        item["ttl"] = {"N": str(int(kept_until.timestamp()))}
    return item


def api_key_of(item: Item) -> ApiKey:
    return ApiKey(
        customer_id=item["customer_id"]["S"],
        key_id=access_keys.key_id_of(item["pk"]["S"]),
        name=_text(item, "name"),
        scopes=frozenset(_text(item, "scopes").split()),
        digest=bytes.fromhex(item["digest"]["S"]),
        created_at=from_microseconds(int(item["created_at"]["N"])),
        created_by=_text(item, "created_by"),
        cidrs=tuple(_text(item, "cidrs").split()),
        apis=frozenset(Origin(name) for name in _text(item, "apis").split()),
        path=_text(item, "path"),
        topics=tuple(_text(item, "topics").split()),
        expires_at=_time(item, "expires_at"),
        previous_digest=bytes.fromhex(_text(item, "previous_digest")),
        previous_until=_time(item, "previous_until"),
        rotated_at=_time(item, "rotated_at"),
        revoked_at=_time(item, "revoked_at"),
        last_used_on=_text(item, "last_used_on"),
        version=int(item["version"]["N"]),
    )


def item_of_access_token(token: AccessToken) -> Item:
    return access_token_place(token.customer_id, token.token_id) | {
        "customer_id": {"S": token.customer_id},
        "created_at": {"N": str(microseconds(token.created_at))},
        "created_by": {"S": token.created_by},
        "ttl": {"N": str(int(token.expires_at.timestamp()))},
    }


def access_token_of(item: Item) -> AccessToken:
    return AccessToken(
        customer_id=item["customer_id"]["S"],
        token_id=access_keys.token_id_of(item["pk"]["S"]),
        created_at=from_microseconds(int(item["created_at"]["N"])),
        created_by=item["created_by"]["S"],
        expires_at=from_microseconds(int(item["ttl"]["N"]) * 1_000_000),
    )


def has_ended(item: Item, now: datetime) -> bool:
    """DynamoDB may delete it up to two days later."""
    return "ttl" in item and int(item["ttl"]["N"]) <= now.timestamp()


def _text(item: Item, name: str) -> str:
    return str(item[name]["S"]) if name in item else ""


def _time(item: Item, name: str) -> datetime | None:
    return from_microseconds(int(item[name]["N"])) if name in item else None
