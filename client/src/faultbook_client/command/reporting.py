"""`faultbook report`."""

import json
from datetime import datetime
from typing import Annotated, Any

import typer

from faultbook_client.command import completion
from faultbook_client.command.choices import Json
from faultbook_client.command.moments import moment
from faultbook_client.command.pairs import pairs
from faultbook_client.command.session import connected
from faultbook_client.command.terminal import print_json, print_line, say
from faultbook_client.enums import Kind, Severity
from faultbook_client.parameters import Report


def report(
    context: typer.Context,
    *,
    resource: Annotated[str, typer.Argument(help="What has the fault, as edge-7.")],
    message: Annotated[str, typer.Argument(help="What an operator reads first.")],
    severity: Annotated[
        Severity, typer.Option("--severity", "-S", case_sensitive=False)
    ] = Severity.MEDIUM,
    type_: Annotated[
        str,
        typer.Option("--type", "-t", help="As link-down.", autocompletion=completion.types),
    ] = "reported",
    cause: Annotated[str, typer.Option("--cause", "-c", help="If known.")] = "Not known yet.",
    service: Annotated[
        str, typer.Option("--service", help="Who reports it.", envvar="FAULTBOOK_SERVICE")
    ] = "faultbook-cli",
    path: Annotated[
        str | None, typer.Option("--path", help="Where it is: 'site_1|rack_3|edge-7'.")
    ] = None,
    kind: Annotated[Kind, typer.Option("--kind", case_sensitive=False)] = Kind.ALERT,
    occurred: Annotated[
        datetime | None,
        typer.Option(
            "--at",
            parser=moment,
            metavar="TIME",
            help="When it began: 10m, or a time, local unless it names a zone.",
        ),
    ] = None,
    deduplication_key: Annotated[
        str | None,
        typer.Option("--deduplicate", "-d", metavar="KEY", help="One open fault for each key."),
    ] = None,
    metadata: Annotated[
        list[str] | None,
        typer.Option("--meta", "-m", metavar="NAME=VALUE", help="Repeatable; values may be JSON."),
    ] = None,
    idempotency_key: Annotated[
        str, typer.Option("--idempotency-key", help="Makes a repeated command harmless for a day.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Report a fault; prints its id."""
    content = Report(
        resource_id=resource,
        microservice_id=service,
        type=type_,
        severity=severity,
        message=message,
        cause=cause,
        resource_ancestry_path=path,
        kind=kind,
        occurred_at=occurred,
        deduplication_key=deduplication_key,
        metadata={name: _value(text) for name, text in pairs(metadata).items()} or None,
    )
    with connected(context) as faultbook:
        fault = faultbook.report(idempotency_key=idempotency_key, **content)
    if as_json:
        print_json(fault.wire)
        return
    print_line(fault.id)
    if fault.occurrences > 1:
        say(f"repeated: it was open already, now seen {fault.occurrences} times")


def _value(text: str) -> Any:
    """JSON where it is JSON, and the text itself elsewhere: there is no number `1e999` in JSON."""
    try:
        value = json.loads(text)
        json.dumps(value, allow_nan=False)
    except (ValueError, RecursionError):
        return text
    return value
