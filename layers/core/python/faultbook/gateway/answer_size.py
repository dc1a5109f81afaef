"""How much of a list one answer can carry: Lambda refuses answers of more than 6 MB."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from faultbook.domain.fault import Fault
from faultbook.domain.listing import FaultFilter, Page, Position
from faultbook.gateway.json_text import EncodedList, encode, size_within_json

MAX_BYTES = 5_000_000

Item = TypeVar("Item")
Wire = TypeVar("Wire")


def as_many_as_fit(items: Iterable[Item], wire_of: Callable[[Item], Wire]) -> list[Wire]:
    """The wire forms of as many items as fit into an answer, and of at least one."""
    wires: list[Wire] = []
    texts: list[str] = []
    room = MAX_BYTES
    for item in items:
        wire = wire_of(item)
        text = encode(wire)
        room -= size_within_json(text)
        if room < 0 and wires:
            break
        wires.append(wire)
        texts.append(text)
    return EncodedList(wires, texts)


def newest_that_fit(items: Sequence[Item], wire_of: Callable[[Item], Wire]) -> list[Wire]:
    """Of a list without pages that is oldest first."""
    return as_many_as_fit(reversed(items), wire_of)[::-1] if items else []


def page_that_fits(
    page: Page, fault_filter: FaultFilter, wire_of: Callable[[Fault], Wire]
) -> tuple[list[Wire], Position | None]:
    """The page on the wire, newest first, and where the list goes on."""
    wires = as_many_as_fit(page.faults, wire_of)
    return wires, place_after(page.faults, len(wires), fault_filter, page.next)


def place_after(
    faults: Sequence[Fault], count: int, fault_filter: FaultFilter, beyond: Position | None
) -> Position | None:
    """Where the next page starts when only the first `count` faults fitted."""
    return beyond if count == len(faults) else fault_filter.position_of(faults[count - 1])


def size_of(wire: Any) -> int:
    """Bytes that it takes in an answer of Lambda's."""
    return size_within_json(encode(wire))
