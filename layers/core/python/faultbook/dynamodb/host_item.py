"""Host <-> item of the faults table. Empty attributes are left out."""

import json
from typing import Any

from faultbook.domain.host import Host, HostStatus
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.fault_item import Item
from faultbook.usecases.hosts import Document


def place_of(customer_id: str, sk: str) -> Item:
    return {"pk": {"S": keys.hosts(customer_id)}, "sk": {"S": sk}}


def item_of(host: Host) -> Item:
    item: Item = place_of(host.customer_id, keys.host(host.host_id)) | {
        "created_at": {"N": str(microseconds(host.created_at))},
        "status": {"S": host.status},
        "version": {"N": str(host.version)},
    }
    texts = {
        "name": host.name,
        "display_name": host.display_name,
        "custom_identifier": host.custom_identifier,
        "memo": host.memo,
        "roles": _json(host.roles),
        "meta": _json(host.meta),
        "interfaces": _json(host.interfaces),
        "checks": _json(host.checks),
    }
    item |= {name: {"S": text} for name, text in texts.items() if text}
    if host.retired_at and host.expires_at:
        item["retired_at"] = {"N": str(microseconds(host.retired_at))}
        item["ttl"] = {"N": str(int(host.expires_at.timestamp()))}
    return item


def host_of(item: Item) -> Host:
    retired_at = int(item["retired_at"]["N"]) if "retired_at" in item else None
    return Host(
        customer_id=item["pk"]["S"].rpartition("#")[0],
        host_id=item["sk"]["S"].removeprefix(keys.HOST_PREFIX),
        created_at=from_microseconds(int(item["created_at"]["N"])),
        status=HostStatus(item["status"]["S"]),
        version=int(item["version"]["N"]),
        retired_at=None if retired_at is None else from_microseconds(retired_at),
        name=_text(item, "name"),
        display_name=_text(item, "display_name"),
        custom_identifier=_text(item, "custom_identifier"),
        memo=_text(item, "memo"),
        roles=tuple(json.loads(_text(item, "roles") or "[]")),
        meta=json.loads(_text(item, "meta") or "{}"),
        interfaces=tuple(json.loads(_text(item, "interfaces") or "[]")),
        checks=json.loads(_text(item, "checks") or "{}"),
    )


def document_item(customer_id: str, host_id: str, document: Document) -> Item:
    return place_of(customer_id, keys.host_document(host_id, document.name)) | {
        "content": {"S": document.content},
        "written_at": {"N": str(microseconds(document.written_at))},
    }


def document_of(item: Item) -> Document:
    return Document(
        name=name_of_document(item),
        content=item["content"]["S"],
        written_at=from_microseconds(int(item["written_at"]["N"])),
    )


def name_of_document(item: Item) -> str:
    return str(item["sk"]["S"]).rpartition("#")[2]


def _text(item: Item, name: str) -> str:
    return str(item[name]["S"]) if name in item else ""


def _json(value: Any) -> str:
    """Empty for an empty value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""
