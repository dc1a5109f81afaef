"""`faultbook endpoints`: who is told of changes, for an administrator."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from faultbook_client.command.choices import Since, Until
from faultbook_client.command.endpoint_columns import DELIVERIES, ENDPOINTS, print_delivery
from faultbook_client.command.rendering import Form, FormOption, show
from faultbook_client.command.session import Commands, ExitCode, connected, explain
from faultbook_client.command.terminal import print_json, print_line, say
from faultbook_client.enums import Kind, Severity
from faultbook_client.errors import NotFound, Problem, failure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from faultbook_client.client import Faultbook
    from faultbook_client.endpoint_models import MadeEndpoint, Redelivery
    from faultbook_client.parameters import EndpointChanges, EndpointFilter

endpoints = typer.Typer(cls=Commands, no_args_is_help=True, help="Who is told of changes.")

_ONCE = "The secret is shown once: keep it now."
_PREFIX = "end_"

EndpointId = Annotated[str, typer.Argument(metavar="ENDPOINT", help="Its id, or its name.")]
Types = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="TYPE", help="Only these, as fault.opened; repeatable."),
]
Severities = Annotated[
    list[Severity] | None,
    typer.Option("--severity", "-S", case_sensitive=False, help="Only of these; repeatable."),
]
Kinds = Annotated[
    list[Kind] | None,
    typer.Option("--fault-kind", case_sensitive=False, help="Only of these; repeatable."),
]
Below = Annotated[
    str | None, typer.Option("--path", metavar="PATH", help="Only at this path and below it.")
]
Authorization = Annotated[
    str | None,
    typer.Option(
        "--authorization",
        metavar="TEXT",
        envvar="FAULTBOOK_ENDPOINT_AUTHORIZATION",
        help="Lets Faultbook in at the receiver; better in the environment.",
    ),
]
State = Annotated[
    str | None,
    typer.Option("--state", metavar="STATE", help="pending, delivered, failed or folded."),
]


@endpoints.command("list")
def list_endpoints(context: typer.Context, *, form: FormOption = Form.TABLE) -> None:
    """List the endpoints; never their secrets."""
    with connected(context) as faultbook:
        show(ENDPOINTS, faultbook.endpoints.list(), form)


@endpoints.command("show")
def show_endpoint(
    context: typer.Context, *, endpoint: EndpointId, form: FormOption = Form.TABLE
) -> None:
    """Show one."""
    with connected(context) as faultbook:
        found = faultbook.endpoints.get(_id(faultbook, endpoint))
    show(ENDPOINTS, [found], form)


@endpoints.command("create")
def create(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Argument(help="What it is for.")],
    url: Annotated[str | None, typer.Argument(help="Where it is told.")] = None,
    kind: Annotated[str, typer.Option("--kind", help="As webhook or slack.")] = "webhook",
    authorization: Authorization = None,
    types: Types = None,
    severities: Severities = None,
    kinds: Kinds = None,
    path: Below = None,
    form: FormOption = Form.TABLE,
) -> None:
    """Create an endpoint, which is told of changes from now on; prints its secret this once."""
    told = _filter(types, severities, kinds, path)
    with connected(context) as faultbook:
        made = faultbook.endpoints.make(
            name, url, kind=kind, authorization=authorization or "", filters=[told] if told else ()
        )
    _print_secret(made, form)


@endpoints.command("update")
def update(
    context: typer.Context,
    *,
    endpoint: EndpointId,
    name: Annotated[str | None, typer.Option("--name")] = None,
    url: Annotated[str | None, typer.Option("--url")] = None,
    authorization: Authorization = None,
    enabled: Annotated[
        bool | None, typer.Option("--enable/--disable", help="Whether anything is sent.")
    ] = None,
    types: Types = None,
    severities: Severities = None,
    kinds: Kinds = None,
    path: Below = None,
    everything: Annotated[
        bool, typer.Option("--everything", help="Without a filter from now on.")
    ] = False,
    form: FormOption = Form.TABLE,
) -> None:
    """Change what is named; a filter takes the place of those there are."""
    named = {"name": name, "url": url, "authorization": authorization, "enabled": enabled}
    changes: Any = {key: value for key, value in named.items() if value is not None}
    told = _filter(types, severities, kinds, path)
    if told and everything:
        raise typer.BadParameter("--everything goes with no filter.")
    if told or everything:
        changes["filters"] = [told] if told else []
    if not changes:
        raise typer.BadParameter("Say what is to be changed, as --disable.")
    with connected(context) as faultbook:
        _show_changed(faultbook, endpoint, changes, form)


@endpoints.command("delete")
def delete(
    context: typer.Context,
    *,
    names: Annotated[list[str], typer.Argument(metavar="ENDPOINT...")],
) -> None:
    """Remove endpoints; what they were still to be told is given up."""
    with connected(context) as faultbook:
        for name in names:
            endpoint_id = _id(faultbook, name)
            faultbook.endpoints.delete(endpoint_id)
            print_line(endpoint_id)


@endpoints.command("test")
def send_test(
    context: typer.Context, *, endpoint: EndpointId, form: FormOption = Form.TABLE
) -> None:
    """Send `endpoint.test` now; the exit code is 1 where it was not taken."""
    with connected(context) as faultbook:
        result = faultbook.endpoints.test(_id(faultbook, endpoint))
    if form is Form.JSON:
        print_json(
            {
                "status": result.status,
                "failure": result.failure,
                "milliseconds": result.milliseconds,
                "answer": result.answer,
            }
        )
    else:
        outcome = result.status if result.failure in (None, "status") else result.failure
        print_line(f"{outcome}\t{result.milliseconds} ms\t{result.answer}".rstrip())
    raise typer.Exit(ExitCode.FAILED if result.failure else ExitCode.OK)


@endpoints.command("rotate-secret")
def rotate_secret(
    context: typer.Context, *, endpoint: EndpointId, form: FormOption = Form.TABLE
) -> None:
    """Give an endpoint a new secret, printed this once; for 24 hours the old one signs too."""
    with connected(context) as faultbook:
        made = faultbook.endpoints.rotate_secret(_id(faultbook, endpoint))
    _print_secret(made, form)


@endpoints.command("deliveries")
def deliveries(
    context: typer.Context,
    *,
    endpoint: EndpointId,
    delivery: Annotated[
        str | None, typer.Argument(metavar="[DELIVERY]", help="One, with its attempts.")
    ] = None,
    state: State = None,
    since: Since = None,
    until: Until = None,
    form: FormOption = Form.TABLE,
) -> None:
    """List what an endpoint was told within 30 days, newest first, or show one delivery."""
    with connected(context) as faultbook:
        endpoint_id = _id(faultbook, endpoint)
        if delivery is not None:
            print_delivery(faultbook.endpoints.delivery(endpoint_id, delivery), form)
            return
        found = faultbook.endpoints.deliveries(endpoint_id, state=state, since=since, until=until)
        show(DELIVERIES, found, form)


@endpoints.command("redeliver")
def redeliver(
    context: typer.Context,
    *,
    endpoint: EndpointId,
    delivery_ids: Annotated[
        list[str] | None, typer.Argument(metavar="[DELIVERY...]", help="These alone.")
    ] = None,
    state: State = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Send deliveries again under their old ids; prints those that are.

    These, or all of a state, as `--state failed`, or of events of a span of time.
    """
    is_by_filter = state is not None or since is not None or until is not None
    if bool(delivery_ids) is is_by_filter:
        raise typer.BadParameter("Name deliveries, or say which: --state, --from, --to.")
    with connected(context) as faultbook:
        endpoint_id = _id(faultbook, endpoint)
        if delivery_ids:
            for delivery_id in delivery_ids:
                print_line(faultbook.endpoints.redeliver(endpoint_id, delivery_id).id)
            return
        code = _print_redelivered(
            faultbook.endpoints.redeliver_all(endpoint_id, state=state, since=since, until=until)
        )
    raise typer.Exit(code)


def _print_redelivered(redeliveries: "Iterable[Redelivery]") -> ExitCode:
    code, count = ExitCode.OK, 0
    for one in redeliveries:
        if one.redelivered:
            print_line(one.id)
            count += 1
            continue
        code = ExitCode.FAILED
        told = one.error or {}
        explain(
            failure(Problem(one.status, str(told.get("title")), str(told.get("detail")), "", {}))
        )
    say(f"{count:,} sent again.")
    return code


def _id(faultbook: "Faultbook", told: str) -> str:
    """Of a name that one endpoint has. Raises NotFound."""
    if told.startswith(_PREFIX):
        return told
    found = [one.id for one in faultbook.endpoints.list() if one.name == told]
    if len(found) == 1:
        return found[0]
    words = "Several endpoints are" if found else "No endpoint is"
    raise NotFound(Problem(404, "Not Found", f"{words} called {told!r}.", "", {}))


def _filter(
    types: "list[str] | None",
    severities: "list[Severity] | None",
    kinds: "list[Kind] | None",
    path: str | None,
) -> "EndpointFilter":
    told: EndpointFilter = {}
    if types:
        told["types"] = types
    if severities:
        told["severities"] = [one.value for one in severities]
    if kinds:
        told["kinds"] = [one.value for one in kinds]
    if path:
        told["path"] = path
    return told


def _show_changed(
    faultbook: "Faultbook", endpoint: str, changes: "EndpointChanges", form: Form
) -> None:
    changed = faultbook.endpoints.change(_id(faultbook, endpoint), **changes)
    show(ENDPOINTS, [changed], form)


def _print_secret(made: "MadeEndpoint", form: Form) -> None:
    if form is Form.TABLE:
        print_line(made.secret)
        say(f"Endpoint {made.id}. {_ONCE}")
        return
    show(ENDPOINTS, [made], form)
