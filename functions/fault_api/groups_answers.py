"""The wire of groups of faults: what answers carry."""

from typing import NotRequired

from typing_extensions import TypedDict

from faultbook.domain.fault import Severity
from faultbook.gateway.answer_types import Time
from functions.fault_api.answers import ListMeta


class GroupKey(TypedDict):
    """What the faults of a group have in common, under the names of the list's own filters."""

    type: NotRequired[str]
    site: NotRequired[str]
    resource_id: NotRequired[str]
    reporter: NotRequired[str]
    severity: NotRequired[str]
    kind: NotRequired[str]
    path: NotRequired[str]


class Sample(TypedDict):
    """The newest fault of a group."""

    id: str
    message: str
    severity: Severity
    resource_id: str
    created_at: Time


class Group(TypedDict):
    key: GroupKey
    count: int
    acknowledged: int
    severity: Severity
    newest_at: Time
    oldest_at: Time
    sample: Sample


class Facets(TypedDict):
    """Of each the 100 most frequent values, by how many faults have it."""

    status: dict[str, int]
    severity: dict[str, int]
    kind: dict[str, int]
    type: dict[str, int]
    site: dict[str, int]
    reporter: dict[str, int]
    assignee: dict[str, int]
    acknowledged: dict[str, int]


class GroupsMeta(ListMeta):
    complete: bool


class Groups(TypedDict):
    data: list[Group]
    facets: Facets
    meta: GroupsMeta
