"""`faultbook settings`: what holds for all callers of the customer."""

from typing import TYPE_CHECKING, Annotated

import typer

from faultbook_client.command.choices import Json
from faultbook_client.command.moments import local
from faultbook_client.command.session import Commands, connected
from faultbook_client.command.terminal import print_fields, print_json
from faultbook_client.parameters import SettingsChanges

if TYPE_CHECKING:
    from faultbook_client.models import CustomerSettings

settings = typer.Typer(
    cls=Commands, no_args_is_help=True, help="Settings of the customer, for an administrator."
)


@settings.command("show")
def show_settings(context: typer.Context, *, as_json: Json = False) -> None:
    """Show FortiMonitor's servers, words for severities, and the stripes of the indexes."""
    with connected(context) as faultbook:
        _print(faultbook.settings.read(), as_json=as_json)


@settings.command("change")
def change_settings(
    context: typer.Context,
    *,
    servers: Annotated[
        list[str] | None,
        typer.Option("--server", help="A FortiMonitor server; repeatable, no others are known."),
    ] = None,
    any_server: Annotated[
        bool, typer.Option("--any-server", help="Any name is a FortiMonitor server.")
    ] = False,
    severity_words: Annotated[
        list[str] | None,
        typer.Option(
            "--severity-word",
            metavar="WORD=SEVERITY",
            help="What a sender's word means; repeatable, all others of yours go.",
        ),
    ] = None,
    no_severity_words: Annotated[
        bool, typer.Option("--no-severity-words", help="Words mean what the table says.")
    ] = False,
    alert_path: Annotated[
        list[str] | None,
        typer.Option(
            "--alert-path",
            metavar="LABEL,...",
            help="Labels of alerts that name a level of their path; repeatable, the site first.",
        ),
    ] = None,
    usual_alert_path: Annotated[
        bool,
        typer.Option("--usual-alert-path", help="site,datacenter,region,cluster; namespace,job."),
    ] = False,
    stripes: Annotated[
        int | None,
        typer.Option("--stripes", min=1, help="One for each thousand faults a second."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Change what is named; servers, words and labels hold within a minute, stripes after two."""
    if servers and any_server:
        raise typer.BadParameter("Give --server or --any-server, not both.")
    if severity_words and no_severity_words:
        raise typer.BadParameter("Give --severity-word or --no-severity-words, not both.")
    if alert_path and usual_alert_path:
        raise typer.BadParameter("Give --alert-path or --usual-alert-path, not both.")
    changes = SettingsChanges()
    if servers or any_server:
        changes["servers"] = servers or None
    if severity_words or no_severity_words:
        changes["severity_words"] = dict(_word(pair) for pair in severity_words or ())
    if alert_path or usual_alert_path:
        changes["alert_path_labels"] = [_labels(one) for one in alert_path or ()] or None
    if stripes is not None:
        changes["stripes"] = stripes
    if not changes:
        raise typer.BadParameter(
            "Say what is to be changed: --server, --any-server, --severity-word, "
            "--no-severity-words, --alert-path, --usual-alert-path or --stripes."
        )
    with connected(context) as faultbook:
        _print(faultbook.settings.change(**changes), as_json=as_json)


@settings.command("revoke-outage-links")
def revoke_outage_links(context: typer.Context, *, as_json: Json = False) -> None:
    """End every public link of the customer's outages, at once; other customers' stay."""
    with connected(context) as faultbook:
        _print(faultbook.settings.revoke_outage_links(), as_json=as_json)


def _word(pair: str) -> tuple[str, str]:
    """Raises typer.BadParameter."""
    word, equals, severity = pair.rpartition("=")
    if not equals:
        raise typer.BadParameter(f"“{pair}” is not WORD=SEVERITY, as SEV1=CRITICAL.")
    return word, severity.strip().upper()


def _labels(text: str) -> list[str]:
    return [label.strip() for label in text.split(",") if label.strip()]


def _print(found: "CustomerSettings", *, as_json: bool) -> None:
    if as_json:
        print_json(found.wire)
        return
    for server in ["any"] if found.servers is None else found.servers:
        print_fields(("server", server))
    for word, severity in found.severity_words.items():
        print_fields(("severity word", word, severity))
    for labels in found.alert_path_labels or ():
        print_fields(("alert path", ",".join(labels)))
    if found.outage_links_revoked_at:
        print_fields(("outage links revoked", local(found.outage_links_revoked_at)))
    stripes = found.stripes
    print_fields(
        ("stripes", stripes.chosen, f"since {local(stripes.since)}" if stripes.since else "")
    )
    print_fields(("stripes read", stripes.read))
