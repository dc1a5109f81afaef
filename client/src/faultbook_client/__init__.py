"""Python client for Faultbook's native API.

with Faultbook("https://faults.example.com", token) as faultbook:
    fault = faultbook.report(
        resource_id="edge-7",
        microservice_id="wan-monitor",
        type="link-down",
        severity="CRITICAL",
        message="Uplink is down",
        cause="No carrier on port 1",
    )
    faultbook.acknowledge(fault.id)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from faultbook_client.action_models import Acted, ActedOn
    from faultbook_client.async_client import AsyncFaultbook
    from faultbook_client.change_models import ChangeEvent, ChangePage
    from faultbook_client.client import Faultbook
    from faultbook_client.endpoint_models import (
        Attempt,
        Delivery,
        DeliveryPage,
        Endpoint,
        MadeEndpoint,
        Redeliveries,
        Redelivery,
        TestResult,
        WholeDelivery,
    )
    from faultbook_client.enums import Kind, Severity, Status
    from faultbook_client.errors import (
        Conflict,
        FaultbookError,
        InvalidArgument,
        InvalidRequest,
        NotAuthenticated,
        NotFound,
        NotPermitted,
        PreconditionFailed,
        Problem,
        RequestFailed,
        TooManyRequests,
        Unavailable,
        UnexpectedAnswer,
        Unreachable,
    )
    from faultbook_client.event_models import Event, EventData, EventPage
    from faultbook_client.group_models import Group, Groups, Sample
    from faultbook_client.heartbeat_models import Heartbeat
    from faultbook_client.models import (
        AccessToken,
        ApiKey,
        BatchItem,
        Branch,
        Bucket,
        Comment,
        Counts,
        Current,
        CustomerSettings,
        Durations,
        Fault,
        Happenings,
        Health,
        Hierarchy,
        MadeAccessToken,
        MadeApiKey,
        OpenFaults,
        Page,
        Statistics,
        Stripes,
        TimelineEntry,
        TopFaults,
        TopResource,
    )
    from faultbook_client.retry import Retry

__version__ = "0.1.0"

__all__ = [
    "AccessToken",
    "Acted",
    "ActedOn",
    "ApiKey",
    "AsyncFaultbook",
    "Attempt",
    "BatchItem",
    "Branch",
    "Bucket",
    "ChangeEvent",
    "ChangePage",
    "Comment",
    "Conflict",
    "Counts",
    "Current",
    "CustomerSettings",
    "Delivery",
    "DeliveryPage",
    "Durations",
    "Endpoint",
    "Event",
    "EventData",
    "EventPage",
    "Fault",
    "Faultbook",
    "FaultbookError",
    "Group",
    "Groups",
    "Happenings",
    "Health",
    "Heartbeat",
    "Hierarchy",
    "InvalidArgument",
    "InvalidRequest",
    "Kind",
    "MadeAccessToken",
    "MadeApiKey",
    "MadeEndpoint",
    "NotAuthenticated",
    "NotFound",
    "NotPermitted",
    "OpenFaults",
    "Page",
    "PreconditionFailed",
    "Problem",
    "Redeliveries",
    "Redelivery",
    "RequestFailed",
    "Retry",
    "Sample",
    "Severity",
    "Statistics",
    "Status",
    "Stripes",
    "TestResult",
    "TimelineEntry",
    "TooManyRequests",
    "TopFaults",
    "TopResource",
    "Unavailable",
    "UnexpectedAnswer",
    "Unreachable",
    "WholeDelivery",
]

_HOMES = (
    "enums",
    "errors",
    "retry",
    "models",
    "group_models",
    "action_models",
    "event_models",
    "heartbeat_models",
    "change_models",
    "endpoint_models",
    "client",
    "async_client",
)


def __getattr__(name: str) -> Any:
    """What the package offers is imported when it is used: the command starts without most of it.

    Each module is asked in turn, the light ones first.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    for home in _HOMES:
        module = import_module(f"{__name__}.{home}")
        if name in vars(module):
            globals()[name] = value = vars(module)[name]
            return value
    raise AssertionError(f"{name} has no home")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
