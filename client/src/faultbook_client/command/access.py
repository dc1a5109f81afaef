"""`faultbook keys` and `faultbook tokens`: credentials for others. A secret is shown once."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from faultbook_client.command.choices import Json
from faultbook_client.command.moments import local, moment_to_come, now
from faultbook_client.command.plain_list import print_list
from faultbook_client.command.session import Commands, connected
from faultbook_client.command.terminal import print_json, print_line, say
from faultbook_client.wire import time_wire

if TYPE_CHECKING:
    from faultbook_client.models import ApiKey, MadeApiKey

keys = typer.Typer(cls=Commands, no_args_is_help=True, help="API keys, for an administrator.")
tokens = typer.Typer(cls=Commands, no_args_is_help=True, help="Read-only links for dashboards.")

_ONCE = "This is shown once: keep it now."


class KeyScope(StrEnum):
    READ = "faults:read"
    WRITE = "faults:write"


class KeyApi(StrEnum):
    FORTIMONITOR = "fortimonitor"
    MACKEREL = "mackerel"
    PAGERDUTY = "pagerduty"
    OPSGENIE = "opsgenie"
    ALERTMANAGER = "alertmanager"
    WEBHOOKS = "webhooks"


@keys.command("list")
def list_keys(context: typer.Context, *, as_json: Json = False) -> None:
    """List the API keys, newest first; never their secrets."""
    with connected(context) as faultbook:
        found = faultbook.api_keys.list()
    if as_json:
        for key in found:
            print_json(_wire(key))
        return
    print_list(
        ("Id", "Name", "State", "Scopes", "APIs", "Addresses", "Last used"),
        [
            (
                key.id,
                key.name,
                _state(key),
                " ".join(key.scopes),
                "topics" if key.topics else " ".join(key.apis) or "all",
                " ".join(key.cidrs) or "all",
                str(key.last_used_on or "never"),
            )
            for key in found
        ],
    )


@keys.command("make")
def make_key(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Argument(help="What it is for.")],
    scopes: Annotated[
        list[KeyScope], typer.Option("--scope", help="Repeatable; both unless given.")
    ] = [KeyScope.READ, KeyScope.WRITE],  # noqa: B006 - typer reads it, nothing changes it
    apis: Annotated[
        list[KeyApi] | None, typer.Option("--api", help="Repeatable; all unless given.")
    ] = None,
    cidrs: Annotated[
        list[str] | None,
        typer.Option(
            "--cidr", help="Addresses that may use it, as 192.0.2.0/24; all unless given."
        ),
    ] = None,
    path: Annotated[
        str | None,
        typer.Option("--path", help="Begins the paths of faults whose senders know no paths."),
    ] = None,
    topics: Annotated[
        list[str] | None,
        typer.Option(
            "--topic",
            metavar="ARN",
            help="Takes the messages of this topic of Amazon SNS, and opens nothing else.",
        ),
    ] = None,
    expires: Annotated[
        datetime | None,
        typer.Option("--expires", metavar="TIME", parser=moment_to_come, help="30d, or a time."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make an API key; prints its text this once."""
    with connected(context) as faultbook:
        made = faultbook.api_keys.make(
            name,
            scopes,
            cidrs=cidrs or (),
            apis=apis or (),
            path=path,
            topics=topics or (),
            expires_at=expires,
        )
    _print_secret(made, as_json=as_json)


@keys.command("rotate")
def rotate_key(
    context: typer.Context,
    *,
    key_id: Annotated[str, typer.Argument(metavar="KEY_ID")],
    overlap: Annotated[
        int | None,
        typer.Option("--overlap", metavar="MINUTES", min=0, help="How long the old one works on."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Give a key a new secret; prints its text this once."""
    with connected(context) as faultbook:
        made = faultbook.api_keys.rotate(key_id, overlap_minutes=overlap)
    _print_secret(made, as_json=as_json)


@keys.command("revoke")
def revoke_key(
    context: typer.Context, *, key_ids: Annotated[list[str], typer.Argument(metavar="KEY_ID...")]
) -> None:
    """Revoke API keys; they stop working within a minute."""
    with connected(context) as faultbook:
        for key_id in key_ids:
            faultbook.api_keys.revoke(key_id)
            print_line(key_id)


@tokens.command("list")
def list_tokens(context: typer.Context, *, as_json: Json = False) -> None:
    """List the links that have not expired; never the links themselves."""
    with connected(context) as faultbook:
        found = faultbook.tokens.list()
    if as_json:
        for token in found:
            print_json(
                {
                    "id": token.id,
                    "created_at": time_wire(token.created_at),
                    "created_by": token.created_by,
                    "expires_at": time_wire(token.expires_at),
                }
            )
        return
    print_list(
        ("Id", "Made", "By", "Expires"),
        [
            (token.id, local(token.created_at), token.created_by, local(token.expires_at))
            for token in found
        ],
    )


@tokens.command("make")
def make_token(
    context: typer.Context,
    *,
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=1, help="How long it works.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make a link that shows the open faults to whoever has it; prints it this once."""
    with connected(context) as faultbook:
        made = faultbook.tokens.make(minutes)
    if as_json:
        link = {"id": made.id, "token": made.token, "short_link": made.short_link}
        print_json(link | {"expires_at": time_wire(made.expires_at)})
        return
    print_line(made.short_link)
    say(f"Works until {local(made.expires_at)}. {_ONCE}")


@tokens.command("revoke")
def revoke_token(
    context: typer.Context,
    *,
    token_ids: Annotated[list[str], typer.Argument(metavar="TOKEN_ID...")],
) -> None:
    """Revoke links by their ids; they stop working within a minute."""
    with connected(context) as faultbook:
        for token_id in token_ids:
            faultbook.tokens.revoke(token_id)
            print_line(token_id)


def _print_secret(made: "MadeApiKey", *, as_json: bool) -> None:
    if as_json:
        print_json(_wire(made) | {"key": made.key})
        return
    print_line(made.key)
    say(f"API key {made.id}. {_ONCE}")


def _state(key: "ApiKey") -> str:
    if key.revoked_at:
        return f"revoked {local(key.revoked_at)}"
    if key.expires_at and key.expires_at <= now():
        return f"expired {local(key.expires_at)}"
    return f"until {local(key.expires_at)}" if key.expires_at else "works"


def _wire(key: "ApiKey") -> dict[str, Any]:
    moments = ("created_at", "expires_at", "rotated_at", "previous_secret_until", "revoked_at")
    return {
        "id": key.id,
        "name": key.name,
        "scopes": key.scopes,
        "cidrs": key.cidrs,
        "apis": key.apis,
        "path": key.path,
        "topics": key.topics,
        "created_by": key.created_by,
        "last_used_on": str(key.last_used_on) if key.last_used_on else None,
    } | {name: (at := getattr(key, name)) and time_wire(at) for name in moments}
