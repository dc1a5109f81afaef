"""Commands that change faults: by their ids, by ids in a pipe, or by filters."""

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from faultbook_client.command.choices import FaultId, Json, Reason, SnoozedUntil, targeting
from faultbook_client.command.fault_columns import FAULTS
from faultbook_client.command.pairs import pairs
from faultbook_client.command.rendering import Form, show
from faultbook_client.command.selection import ListedStatus, Selection
from faultbook_client.command.session import ExitCode, code_of, connected, explain
from faultbook_client.command.short_ids import Directory
from faultbook_client.command.targets import Targets
from faultbook_client.command.terminal import print_json, print_line, say
from faultbook_client.enums import Severity
from faultbook_client.errors import FaultbookError, Problem, failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from faultbook_client.action_models import ActedOn
    from faultbook_client.client import Faultbook
    from faultbook_client.models import Fault
    from faultbook_client.parameters import Action, Changes

MAX_ACTED_ON = 1000  # faults in one request
_CORRECTED = ("severity", "message", "cause", "type", "path")


@dataclass(frozen=True, slots=True)
class Change:
    """`name` begins the question that is asked first: `Resolve these 12 faults?`.

    `action` with `details` changes many faults in one request; None where no such action exists.
    """

    name: str
    do: "Callable[[Faultbook, str], Fault | None]"
    action: str | None = None
    details: "Action" = field(default_factory=dict)  # type: ignore[assignment] # nothing is needed
    default: ListedStatus = ListedStatus.UNRESOLVED
    always_asks: bool = False


@targeting
def acknowledge(
    context: typer.Context, *, targets: Targets, reason: Reason = "", as_json: Json = False
) -> None:
    """Acknowledge open faults; prints the ids of those that are."""
    change = Change(
        "Acknowledge",
        lambda api, fault_id: api.acknowledge(fault_id, reason),
        action="acknowledge",
        details={"reason": reason},
    )
    _change_each(context, targets, change, as_json=as_json)


@targeting
def unacknowledge(context: typer.Context, *, targets: Targets, as_json: Json = False) -> None:
    """Take acknowledgements back."""
    change = Change(
        "Take back the acknowledgement of",
        lambda api, fault_id: api.unacknowledge(fault_id),
        action="unacknowledge",
    )
    _change_each(context, targets, change, as_json=as_json)


@targeting
def snooze(
    context: typer.Context,
    *,
    targets: Targets,
    end: SnoozedUntil,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Leave open faults alone until a time; acknowledging or resolving them ends that."""
    change = Change(
        "Snooze",
        lambda api, fault_id: api.snooze(fault_id, end, reason),
        action="snooze",
        details={"until": end, "reason": reason},
    )
    _change_each(context, targets, change, as_json=as_json)


@targeting
def unsnooze(context: typer.Context, *, targets: Targets, as_json: Json = False) -> None:
    """End snoozes before their time."""
    change = Change(
        "End the snooze of", lambda api, fault_id: api.unsnooze(fault_id), action="unsnooze"
    )
    _change_each(context, targets, change, as_json=as_json)


@targeting
def resolve(
    context: typer.Context, *, targets: Targets, reason: Reason = "", as_json: Json = False
) -> None:
    """Resolve faults; one that is resolved already stays as it is."""
    change = Change(
        "Resolve",
        lambda api, fault_id: api.resolve(fault_id, reason),
        action="resolve",
        details={"reason": reason},
    )
    _change_each(context, targets, change, as_json=as_json)


@targeting
def reopen(
    context: typer.Context, *, targets: Targets, reason: Reason = "", as_json: Json = False
) -> None:
    """Reopen resolved faults; filters look among those that were resolved within a day."""
    change = Change(
        "Reopen",
        lambda api, fault_id: api.reopen(fault_id, reason),
        action="reopen",
        details={"reason": reason},
        default=ListedStatus.RECENT,
    )
    _change_each(context, targets, change, as_json=as_json)


@targeting
def assign(
    context: typer.Context,
    *,
    who: Annotated[str, typer.Argument(metavar="WHO", help="From now on; `me` is you.")],
    targets: Targets,
    as_json: Json = False,
) -> None:
    """Assign faults to somebody."""
    change = Change(
        "Assign",
        lambda api, fault_id: api.assign(fault_id, who),
        action="assign",
        details={"assignee": who},
    )
    _change_each(context, targets, change, as_json=as_json)


@targeting
def unassign(context: typer.Context, *, targets: Targets, as_json: Json = False) -> None:
    """Take faults off whoever has them."""
    change = Change("Unassign", lambda api, fault_id: api.assign(fault_id, None), action="unassign")
    _change_each(context, targets, change, as_json=as_json)


@targeting
def update(
    context: typer.Context,
    *,
    targets: Targets,
    corrections: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help=f"Of {', '.join(_CORRECTED)}."),
    ] = None,
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Correct what was reported: severity, message, cause, type or path."""
    corrected: Any = pairs(corrections, _CORRECTED)
    if not corrected:
        raise typer.BadParameter("Say what is to be corrected, as --set severity=low.")
    if "path" in corrected:
        corrected["resource_ancestry_path"] = corrected.pop("path")
    if "severity" in corrected:
        corrected["severity"] = corrected["severity"].upper()
        if corrected["severity"] not in Severity.__members__:
            raise typer.BadParameter(f"A severity is one of {', '.join(Severity)}.")
    if reason:
        corrected["reason"] = reason
    changes: Changes = corrected
    change = Change("Correct", lambda api, fault_id: api.update(fault_id, **changes))
    _change_each(context, targets, change, as_json=as_json)


@targeting
def delete(context: typer.Context, *, targets: Targets) -> None:
    """Delete faults with their comments, for good; prints their ids.

    Asks first, or wants --yes where nobody can be asked. What is over is better resolved.
    """
    change = Change("Delete", lambda api, fault_id: api.delete(fault_id), always_asks=True)
    _change_each(context, targets, change, as_json=False)


def comment(
    context: typer.Context,
    *,
    fault_id: FaultId,
    text: Annotated[str, typer.Argument(help="- reads it from standard input.")],
    as_json: Json = False,
) -> None:
    """Comment on a fault; - in its place reads ids from standard input."""
    if fault_id == text == "-":
        raise typer.BadParameter("Standard input can be the ids or the comment, not both.")
    words = sys.stdin.read().rstrip("\n") if text == "-" else text
    change = Change("Comment on", lambda api, fault_id: api.comment(fault_id, words))
    _change_each(context, Targets([fault_id], Selection()), change, as_json=as_json)


def _change_each(
    context: typer.Context, targets: Targets, change: Change, *, as_json: bool
) -> None:
    """One that fails does not hold up the others; the exit code is that of the first failure."""
    targets.check()
    with connected(context) as faultbook:
        run = _Run(faultbook, as_json=as_json)
        if targets.is_dry:
            faults = run.whole(targets, change.default)
            count = show(FAULTS, faults, Form.JSON if as_json else Form.TABLE)
            say(f"{count:,} {'fault' if count == 1 else 'faults'}; nothing was changed.")
        elif ids := targets.ids(faultbook, change.default):
            targets.agree(change.name, len(ids), always=change.always_asks)
            if change.action and len(ids) > 1 and not as_json:
                run.at_once(change.action, ids, change.details)
            else:
                run.change_each(change, ids)
        else:
            say("No fault matches; nothing was changed.")
    raise typer.Exit(run.code)


class _Run:
    """Reads or changes faults; `code` is the exit code of the first failure, else OK."""

    def __init__(self, faultbook: "Faultbook", *, as_json: bool) -> None:
        self._faultbook = faultbook
        self._directory = Directory(faultbook)
        self._as_json = as_json
        self.code = ExitCode.OK

    def whole(self, targets: Targets, default: ListedStatus) -> "Iterator[Fault]":
        """The faults as they are."""
        if targets.given:
            return self.over(targets.ids(self._faultbook, default), self._faultbook.get)
        return targets.selection.faults(self._faultbook, default)

    def over(self, given: list[str], step: "Callable[[str], Fault | None]") -> "Iterator[Fault]":
        for given_id in given:
            try:
                fault = step(self._directory.whole(given_id))
            except FaultbookError as error:
                self._failed(error, given_id)
                continue
            if fault is not None:
                yield fault

    def change_each(self, change: Change, ids: list[str]) -> None:
        for _ in self.over(ids, lambda fault_id: self.changed(change, fault_id)):
            pass

    def at_once(self, action: str, given: list[str], details: "Action") -> None:
        """As many in a request as it takes; each is printed when its answer is there."""
        ids = list(self._whole(given))
        for first in range(0, len(ids), MAX_ACTED_ON):
            some = ids[first : first + MAX_ACTED_ON]
            cursor: str | None = None
            while True:
                acted = self._faultbook.act(action, some, cursor=cursor, **details)
                for item in acted.items:
                    self._tell(item)
                cursor = acted.cursor
                if cursor is None:
                    break

    def _whole(self, given: list[str]) -> "Iterator[str]":
        for given_id in given:
            try:
                yield self._directory.whole(given_id)
            except FaultbookError as error:
                self._failed(error, given_id)

    def _tell(self, item: "ActedOn") -> None:
        if item.error is None:
            print_line(item.id)
            return
        error = item.error
        problem = Problem(item.status, str(error.get("title", "")), str(error.get("detail", "")))
        self._failed(failure(problem), item.id)

    def _failed(self, error: FaultbookError, fault_id: str) -> None:
        explain(error, fault_id)
        self.code = self.code or code_of(error)

    def changed(self, change: Change, fault_id: str) -> "Fault | None":
        """Printed when it is done, so that a pipe hears of it although a later one fails."""
        fault = change.do(self._faultbook, fault_id)
        if fault is not None and self._as_json:
            print_json(fault.wire)
        else:
            print_line(fault.id if fault else fault_id)
        return fault
