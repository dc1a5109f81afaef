"""`faultbook stats`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from faultbook_client.command.choices import Json, Since, Until
from faultbook_client.command.session import connected
from faultbook_client.command.terminal import is_terminal, print_fields, print_json
from faultbook_client.enums import Severity

if TYPE_CHECKING:
    from faultbook_client.models import Statistics

_DEFAULT_BUCKETS = 24
_MAX_BUCKETS = 1000


def statistics(
    context: typer.Context,
    *,
    since: Since = None,
    until: Until = None,
    buckets: Annotated[
        int, typer.Option("--buckets", "-b", min=1, max=_MAX_BUCKETS, help="Equally long parts.")
    ] = _DEFAULT_BUCKETS,
    top: Annotated[int, typer.Option("--top", min=0, max=100, help="How many resources.")] = 10,
    as_json: Json = False,
) -> None:
    """What happened in the last day, or from --from to --to, and how long it took."""
    with connected(context) as faultbook:
        counted = faultbook.statistics(since=since, until=until, buckets=buckets, top=top)
    if as_json:
        print_json(counted.wire)
    elif is_terminal():
        from faultbook_client.command.views.statistics_page import print_page

        print_page(counted)
    else:
        for fields in _lines(counted):
            print_fields(fields)


def _lines(counted: "Statistics") -> list[tuple[object, ...]]:
    """What it is, of what, how much: a line for each number."""
    totals = counted.totals
    lines: list[tuple[object, ...]] = [
        ("span", counted.wire["from"], counted.wire["to"]),
        ("open", "all", counted.current.open.total),
        *(("open", name, n) for name, n in _in_order(counted.current.open.by_severity)),
    ]
    happenings = ("opened", "resolved", "reopened", "acknowledged", "expired")
    lines += [(name, "all", getattr(totals, name).total) for name in happenings]
    lines += [("opened", name, n) for name, n in _in_order(totals.opened.by_severity)]
    for name, took in (("mtta", counted.mtta), ("mttr", counted.mttr)):
        lines += [(name, part, getattr(took, part)) for part in ("mean", "p50", "p90")]
    for bucket, wire in zip(counted.buckets, counted.wire["buckets"], strict=True):
        lines.append(("bucket", wire["from"], bucket.opened.total, bucket.resolved.total))
    return lines + [
        ("top", resource.resource_id, resource.count) for resource in counted.top_resources
    ]


def _in_order(by_severity: dict[str, int]) -> Iterable[tuple[str, int]]:
    """From the worst on; what this version does not know comes last."""
    known = [
        (severity.value, by_severity[severity]) for severity in Severity if severity in by_severity
    ]
    return known + [(name, n) for name, n in by_severity.items() if name not in dict(known)]
