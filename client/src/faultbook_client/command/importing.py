"""`faultbook import`: the open alerts of another service, once each, however often it is run."""

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from faultbook_client.command.choices import Json
from faultbook_client.command.claims import claims_of
from faultbook_client.command.migration import alerta, opsgenie, pagerduty
from faultbook_client.command.migration.state import Taken
from faultbook_client.command.profiles import SettingsError
from faultbook_client.command.session import Commands, ExitCode, connected, options_of
from faultbook_client.command.terminal import print_fields, print_json, print_line, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from faultbook_client.command.migration.alerts import Alert, Wire
    from faultbook_client.command.migration.run import Outcome
    from faultbook_client.command.migration.sources import Service

imports = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Open alerts of another service, once each."
)

File = Annotated[
    Path | None,
    typer.Argument(
        help="JSON as the service answers it, or an alert a line, each with its `notes` or "
        "without; - is standard input.",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Only tell what would be taken, and what has no home.")
]
State = Annotated[
    Path | None,
    typer.Option("--state", dir_okay=False, help="Keeps which alerts were taken."),
]
FromApi = Annotated[
    str | None, typer.Option("--from-api", metavar="URL", help="From the service itself.")
]


@dataclass(frozen=True, slots=True)
class Vendor:
    """`variable` has its key; `authorization` is of the header, before it."""

    name: str
    variable: str
    authorization: str
    lists: tuple[str, ...]
    is_open: "Callable[[Wire], bool]"
    accept: str = "application/json"


OPSGENIE = Vendor("Opsgenie", "OPSGENIE_API_KEY", "GenieKey ", opsgenie.LISTS, opsgenie.is_open)
PAGERDUTY = Vendor(
    "PagerDuty",
    "PAGERDUTY_API_KEY",
    "Token token=",
    pagerduty.LISTS,
    pagerduty.is_open,
    accept="application/vnd.pagerduty+json;version=2",
)
ALERTA = Vendor("Alerta", "ALERTA_API_KEY", "Key ", alerta.LISTS, alerta.is_open)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was chosen for an import."""

    file: Path | None
    from_api: str | None
    dry_run: bool
    state: Path | None
    as_json: bool


@imports.command("opsgenie")
def import_opsgenie(
    context: typer.Context,
    *,
    file: File = None,
    from_api: FromApi = None,
    dry_run: DryRun = False,
    state: State = None,
    as_json: Json = False,
) -> None:
    """Take open alerts of Opsgenie with notes, tags, details, owner and times.

    OPSGENIE_API_KEY has the key for --from-api. An alert keeps its alias, so that its sender closes
    it through Faultbook's own Opsgenie API.
    """
    from faultbook_client.command.migration.sources import of_opsgenie

    asked = Asked(file, from_api, dry_run, state, as_json)
    _import(context, OPSGENIE, asked, of_opsgenie, opsgenie.alert_of)


@imports.command("pagerduty")
def import_pagerduty(
    context: typer.Context,
    *,
    file: File = None,
    from_api: FromApi = None,
    key_id: Annotated[
        str,
        typer.Option(
            "--key-id",
            metavar="KEY_ID",
            help="Of the API key that their sender will use here, which then resolves them.",
        ),
    ] = "",
    dry_run: DryRun = False,
    state: State = None,
    as_json: Json = False,
) -> None:
    """Take open incidents of PagerDuty with notes, priority, assignee and times.

    PAGERDUTY_API_KEY has the key for --from-api, one of the REST API that may read.
    """
    from faultbook_client.command.migration.sources import of_pagerduty

    asked = Asked(file, from_api, dry_run, state, as_json)
    _import(context, PAGERDUTY, asked, of_pagerduty, lambda wire: pagerduty.alert_of(wire, key_id))


@imports.command("alerta")
def import_alerta(
    context: typer.Context,
    *,
    file: File = None,
    from_api: FromApi = None,
    dry_run: DryRun = False,
    state: State = None,
    as_json: Json = False,
) -> None:
    """Take open alerts of Alerta with notes, tags, attributes and times.

    ALERTA_API_KEY has the key for --from-api, whose URL ends as Alerta's own API does, mostly with
    /api.
    """
    from faultbook_client.command.migration.sources import of_alerta

    asked = Asked(file, from_api, dry_run, state, as_json)
    _import(context, ALERTA, asked, of_alerta, alerta.alert_of)


def _import(
    context: typer.Context,
    vendor: Vendor,
    asked: Asked,
    read: "Callable[[Service], Iterator[Wire]]",
    alert_of: "Callable[[Wire], Alert]",
) -> None:
    from faultbook_client.command.migration.run import Outcome, Run

    if (asked.file is None) is (asked.from_api is None):
        raise typer.BadParameter("Give a file, - for standard input, or --from-api.")
    taken = Taken(asked.state) if asked.state else _state(context, vendor)
    taken.load()
    outcome = Outcome()

    def alerts(wires: "Iterator[Wire]") -> "Iterator[Alert]":
        for wire in wires:
            if vendor.is_open(wire):
                yield alert_of(wire)
            else:
                outcome.closed += 1

    with _wires(context, vendor, asked, read) as wires:
        if asked.dry_run:
            _tell_each(alerts(wires), taken, outcome, as_json=asked.as_json)
        else:
            with connected(context) as faultbook:
                Run(vendor.name, faultbook, taken).imported(alerts(wires), outcome)
    _tell(outcome, asked)


@contextmanager
def _wires(
    context: typer.Context,
    vendor: Vendor,
    asked: Asked,
    read: "Callable[[Service], Iterator[Wire]]",
) -> "Iterator[Iterator[Wire]]":
    from faultbook_client.command.migration.sources import Service, in_file

    if asked.file:
        if str(asked.file) != "-" and not asked.file.is_file():
            raise SettingsError(f"There is no file {asked.file}.")
        yield in_file(asked.file, vendor.lists)
        return
    key = os.environ.get(vendor.variable, "").strip()
    if not key:
        raise SettingsError(f"{vendor.variable} has to have the key of {vendor.name}.")
    with Service(
        vendor.name,
        asked.from_api or "",
        f"{vendor.authorization}{key}",
        vendor.accept,
        options_of(context).timeout,
    ) as service:
        yield read(service)


def _state(context: typer.Context, vendor: Vendor) -> Taken:
    settings = options_of(context).settings()
    customer = str((claims_of(settings.token) or {}).get("customer_id", settings.token))
    return Taken.of(vendor.name.lower(), f"{vendor.name}\n{settings.url}\n{customer}")


def _tell_each(
    alerts: "Iterator[Alert]", taken: Taken, outcome: "Outcome", *, as_json: bool
) -> None:
    for alert in alerts:
        if alert.key in taken:
            outcome.before += 1
            continue
        outcome.taken += 1
        outcome.comments += len(alert.comments)
        outcome.left_out(alert)
        report = alert.report
        if as_json:
            print_json({"key": alert.key, **report, "comments": [*alert.comments]})
        else:
            print_fields((alert.key, report["severity"], report["resource_id"], report["message"]))


def _tell(outcome: "Outcome", asked: Asked) -> None:
    if asked.as_json:
        print_json(
            {
                "taken": outcome.taken,
                "comments": outcome.comments,
                "taken_before": outcome.before,
                "closed": outcome.closed,
                "refused": outcome.refused,
                "no_home": dict(outcome.no_home),
                "dry_run": asked.dry_run,
            }
        )
    else:
        would = "would be taken" if asked.dry_run else "taken"
        print_line(
            f"{outcome.taken} {would} with {outcome.comments} comments, {outcome.before} taken "
            f"before, {outcome.closed} closed there, {outcome.refused} refused"
        )
        if outcome.no_home:
            left = ", ".join(f"{name} ({count})" for name, count in outcome.no_home.most_common())
            say(f"No home in Faultbook have: {left}")
    if outcome.refused:
        raise typer.Exit(ExitCode.FAILED)
