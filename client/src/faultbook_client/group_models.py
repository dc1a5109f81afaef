"""Groups of faults, as Faultbook answers them."""

from dataclasses import dataclass, field
from datetime import datetime

from faultbook_client.enums import Severity
from faultbook_client.models import Wire


@dataclass(frozen=True, slots=True)
class Sample:
    id: str
    message: str
    severity: Severity
    resource_id: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """`key` filters a list for its faults; `severity` is the gravest's, `sample` the newest."""

    key: dict[str, str]
    count: int
    acknowledged: int
    severity: Severity
    newest_at: datetime
    oldest_at: datetime
    sample: Sample
    wire: Wire = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """`facets` have, by filter, how many of the `count` faults have which value.

    With a `cursor` there are older faults; add the answer to it to this one.
    """

    groups: list[Group]
    facets: dict[str, dict[str, int]]
    count: int
    cursor: str | None
    is_complete: bool
