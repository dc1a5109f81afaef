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

from faultbook_client.client import Faultbook
from faultbook_client.errors import (
    Conflict,
    FaultbookError,
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
from faultbook_client.models import (
    AccessToken,
    ApiKey,
    BatchItem,
    Bucket,
    Comment,
    Counts,
    Current,
    Durations,
    Fault,
    Happenings,
    Health,
    Kind,
    MadeAccessToken,
    MadeApiKey,
    Page,
    Severity,
    Statistics,
    Status,
    TimelineEntry,
    TopFaults,
    TopResource,
)
from faultbook_client.retry import Retry

__version__ = "0.1.0"

__all__ = [
    "AccessToken",
    "ApiKey",
    "BatchItem",
    "Bucket",
    "Comment",
    "Conflict",
    "Counts",
    "Current",
    "Durations",
    "Fault",
    "Faultbook",
    "FaultbookError",
    "Happenings",
    "Health",
    "InvalidRequest",
    "Kind",
    "MadeAccessToken",
    "MadeApiKey",
    "NotAuthenticated",
    "NotFound",
    "NotPermitted",
    "Page",
    "PreconditionFailed",
    "Problem",
    "RequestFailed",
    "Retry",
    "Severity",
    "Statistics",
    "Status",
    "TimelineEntry",
    "TooManyRequests",
    "TopFaults",
    "TopResource",
    "Unavailable",
    "UnexpectedAnswer",
    "Unreachable",
]
