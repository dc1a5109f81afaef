"""The bound of a fault's size: what senders write leaves room for the fault to be resolved."""

from faultbook.domain.errors import TooLarge
from faultbook.dynamodb.fault_item import Item, size

# Bytes. An item holds 400 KiB; the rest is for later changes with their longest reasons, for the
# texts of the last repetition (33 KB at the most, written without reading the fault), and for
# attributes of later releases.
MAX_CONTENT = 262_144
_OF_ITS_COURSE = {
    *("acknowledgement", "last_change", "resolution", "resolution_reason", "resolved_at"),
    *("status", "status_pk", "status_sk", "path_pk", "version", "resolutions"),
    *("comments_written", "deleted_comments", "newest_comments", "earlier_changes"),
}


def check(item: Item, stored: Item | None = None) -> None:
    """Raises TooLarge, unless the fault was as large before: then it may shrink, and end."""
    if size(item) <= MAX_CONTENT:
        return
    content = _content(item)
    if content > MAX_CONTENT and content > _content(stored or {}):
        raise TooLarge(MAX_CONTENT, "fault")


def _content(item: Item) -> int:
    return size({name: value for name, value in item.items() if name not in _OF_ITS_COURSE})
