"""Shell completion of sites, types and faults, from Faultbook itself.

It is asked once and with a short time-out: where that fails, nothing is offered and nothing is
printed.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import typer

from faultbook_client.command.short_ids import shortened

if TYPE_CHECKING:
    from faultbook_client.client import Faultbook
    from faultbook_client.models import Fault

Offers = list[tuple[str, str]]

_SECONDS = 2.0
_PREFIX = "flt_"


def sites(context: typer.Context, arguments: list[str], incomplete: str) -> Offers:
    del arguments, incomplete
    return _asked(context, lambda api: [(node.name, f"{node.open.total} open") for node in
                                        api.hierarchy().branches])  # fmt: skip


def types(context: typer.Context, arguments: list[str], incomplete: str) -> Offers:
    """Of what is open and of what was opened within a day."""
    del arguments, incomplete

    def ask(api: "Faultbook") -> Offers:
        counted = api.statistics(top=0)
        current, opened = counted.current.open.by_type, counted.totals.opened.by_type
        return [(name, f"{current.get(name, 0)} open") for name in sorted({*current, *opened})]

    return _asked(context, ask)


def listed_ids(context: typer.Context, arguments: list[str], incomplete: str) -> Offers:
    """Open faults, newest first; for `reopen` those that were resolved within a day."""
    del arguments
    status = "recent" if context.info_name == "reopen" else "unresolved"

    def ask(api: "Faultbook") -> Offers:
        faults = api.page(status=status).faults
        return list(_offered(faults, whole=incomplete.startswith(_PREFIX)))

    return _asked(context, ask)


def profile_names() -> list[str]:
    from faultbook_client.command import profiles

    try:
        return sorted(profiles.load().profiles)
    except profiles.SettingsError:
        return []


def _offered(faults: "list[Fault]", *, whole: bool) -> Iterator[tuple[str, str]]:
    from faultbook_client.command.terminal import in_one_line

    short = shortened(fault.id for fault in faults)
    for fault in faults:
        help_text = f"{fault.severity} {fault.resource_id}: {in_one_line(fault.message)}"
        yield (fault.id if whole else short[fault.id]), help_text


def _asked(context: typer.Context, ask: Callable[[Any], Offers]) -> Offers:
    from faultbook_client.client import Faultbook
    from faultbook_client.command.profiles import SettingsError, settle
    from faultbook_client.errors import FaultbookError
    from faultbook_client.retry import Retry

    options = context.find_root().params
    try:
        settings = settle(
            url=options.get("url"), token=options.get("token"), profile=options.get("profile")
        )
        with Faultbook(
            settings.url, settings.token, timeout=_SECONDS, retry=Retry(attempts=1)
        ) as api:
            return ask(api)
    except (SettingsError, FaultbookError):
        return []
