"""Which fault to change, and who changes it."""

from dataclasses import dataclass

from faultbook.domain.fault import Actor


@dataclass(frozen=True, slots=True)
class Target:
    """With `seen_version` the change is refused unless the fault is still at that version."""

    customer_id: str
    number: int
    by: Actor
    seen_version: int | None = None
