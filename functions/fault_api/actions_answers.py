"""The wire of actions on many faults: what answers carry."""

from typing_extensions import TypedDict

from functions.fault_api.answers import ListMeta, Problem


class ActedOn(TypedDict):
    """What a single request would have been answered; `version` is the fault's afterwards.

    `assignee_before` had it until then; nobody is told where it was only commented on.
    """

    id: str
    status: int
    changed: bool
    version: int | None
    assignee_before: str | None
    error: Problem | None


class ActionMeta(ListMeta):
    changed: int
    dry_run: bool


class ActionAnswer(TypedDict):
    data: list[ActedOn]
    meta: ActionMeta
