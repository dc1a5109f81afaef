"""The native API in the OpenAPI document; the examples are the founding document's."""

from typing import Any

from faultbook.domain.errors import AccessTokenNotFound, ApiKeyNotFound, FaultNotFound
from faultbook.gateway.documentation import Documentation, Parameter
from functions.fault_api import (
    access_schemas,
    schemas,
    settings_schemas,
    statistics_schemas,
)

_DESCRIPTION = """\
Altostrat's Faults API, with `/faults` as another name of `/fault`. Errors are problem details \
(RFC 9457), which also carry `message`.

Send `Authorization: Bearer <JWT>`. The token's `customer_id` says whose faults these are, its \
`scope` what it may do: `faults:read`, `faults:write`, `admin`.

* **Once only.** A report whose `deduplication_key` belongs to an open fault repeats that fault \
instead of making another. A request with an `Idempotency-Key` can be sent again without harm for \
24 hours.
* **Nobody else's change lost.** Every fault has a `version`, which is also its `ETag`; send it as \
`If-Match` to change that version only.
* **Times** are ISO 8601 with an offset on the way in, and UTC with six fraction digits on the way \
out.
* **Pages.** Lists are newest first. While `meta.has_more` is true, send `meta.cursor` as `cursor` \
with the same filters.
* **Asking again.** A list, a timeline and statistics have an `ETag`; send it as `If-None-Match`, \
and nothing is sent back while nothing has changed.
"""

_FAULT_ID = "flt_31pkd1t8FvW7qZv0jG2a9kH5mB1"

_REPORT: dict[str, Any] = {
    "resource_id": "dev_2j4k2l2j3k4l2j3k4",
    "microservice_id": "manual-api-entry",
    "type": "wan-degradation",
    "severity": "HIGH",
    "message": "WAN link latency high: Primary link (WAN1) latency is elevated",
    "cause": "Latency probe exceeded 250ms for 5 consecutive checks.",
    "resource_ancestry_path": "site_8a7b6c5d4e3f2g1h|dev_2j4k2l2j3k4l2j3k4",
}

_FAULT: dict[str, Any] = {
    "id": _FAULT_ID,
    "resource_id": "dev_2j4k2l2j3k4l2j3k4",
    "customer_id": "cus_1i2j3k4l5m6n7o8p",
    "microservice_id": "wantunnel-monitor",
    "type": "wantunnel",
    "kind": "ALERT",
    "status": "unresolved",
    "severity": "CRITICAL",
    "message": "WAN link failover: Primary link (WAN1) is down",
    "cause": "Probe failed: Latency exceeded 500ms threshold",
    "created_at": "2025-10-21T12:00:00.000000Z",
    "resolved_at": None,
    "resource_ancestry_path": "site_8a7b6c5d4e3f2g1h|dev_2j4k2l2j3k4l2j3k4",
    "ttl": 1797825595,
    "comments": [],
    "comment_count": 0,
    "acknowledged_at": None,
    "acknowledged_by": None,
    "resolution_reason": None,
    "deduplication_key": None,
    "occurrences": 1,
    "last_seen_at": "2025-10-21T12:00:00.000000Z",
    "metadata": {},
    "version": 1,
}

_ACCESS_TOKEN: dict[str, Any] = {
    "id": "tok_7Jq2mX4bV9sKcN1fRtYw",
    "created_at": "2025-10-21T12:00:00.000000Z",
    "created_by": "user_1",
    "expires_at": "2025-10-21T13:00:00.000000Z",
}

_API_KEY: dict[str, Any] = {
    "id": "4Fh8QzT1LmW6xRb2",
    "name": "Monitor in Frankfurt",
    "scopes": ["faults:read", "faults:write"],
    "cidrs": ["192.0.2.0/24"],
    "apis": [],
    "created_at": "2025-10-21T12:00:00.000000Z",
    "created_by": "user_1",
    "expires_at": None,
    "rotated_at": None,
    "previous_secret_until": None,
    "revoked_at": None,
    "last_used_on": None,
}

_SHOWN_KEY = {"key": "fb_4Fh8QzT1LmW6xRb2_0000000000000000000000000000000000000"}

_NONE = {
    "total": 0,
    "by_severity": {"CRITICAL": 0, "HIGH": 0, "MEDIUM": 0, "WARNING": 0, "LOW": 0},
    "by_kind": {"INCIDENT": 0, "ANOMALY": 0, "ALERT": 0},
    "by_type": {},
}

_ONE = {
    "total": 1,
    "by_severity": {"CRITICAL": 1, "HIGH": 0, "MEDIUM": 0, "WARNING": 0, "LOW": 0},
    "by_kind": {"INCIDENT": 0, "ANOMALY": 0, "ALERT": 1},
    "by_type": {"wantunnel": 1},
}

_OPEN_NONE = {"total": 0, "by_severity": _NONE["by_severity"]}
_OPEN_ONE = {"total": 1, "by_severity": _ONE["by_severity"]}

_HAPPENINGS = {
    "opened": _ONE,
    "resolved": _ONE,
    "reopened": _NONE,
    "acknowledged": _NONE,
    "expired": _NONE,
}

_SPAN = {"from": "2025-10-21T00:00:00.000000Z", "to": "2025-10-22T00:00:00.000000Z"}

_STATISTICS: dict[str, Any] = {
    **_SPAN,
    "totals": _HAPPENINGS,
    "buckets": [_SPAN | _HAPPENINGS],
    "current": {"open": _NONE},
    "mtta": {"count": 0, "mean": None, "p50": None, "p90": None},
    "mttr": {"count": 1, "mean": 8100.0, "p50": 8192.0, "p90": 8192.0},
    "top_resources": [{"resource_id": "dev_2j4k2l2j3k4l2j3k4", "count": 1}],
    "resolution_seconds": 1,
}

_LEGACY_FAULT: dict[str, Any] = {
    "id": _FAULT_ID,
    "message": "WAN link failover: Primary link (WAN1) is down",
    "resolved_at": None,
    "created_at": "2025-10-21T12:00:00.000000Z",
    "duration": "2 hours, 15 minutes",
    "severity": "critical",
    "type": "wantunnel",
    "cause": "Probe failed: Latency exceeded 500ms threshold",
    "site_id": "site_8a7b6c5d4e3f2g1h",
    "resource_identifier": "dev_2j4k2l2j3k4l2j3k4",
}

DOCUMENTATION = Documentation(
    title="Native API",
    description=_DESCRIPTION,
    error=schemas.Problem,
    security={
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "Claims: `iss aud exp iat sub customer_id scope`.",
            "x-example": "Bearer $TOKEN",
        }
    },
    parameters={
        "fault_id": Parameter(
            "The fault's `id`, with or without the prefix `flt_`.",
            {"type": "string", "pattern": "^(flt_)?[0-9A-Za-z]{27}$"},
            _FAULT_ID,
            (FaultNotFound(),),
        ),
        "token": Parameter(
            "To read: the token itself, as in `short_link`. To revoke: its `id`.",
            {"type": "string", "pattern": "^[!-.0-~]+$", "maxLength": 2048},
            "tok_7Jq2mX4bV9sKcN1fRtYw",
            (AccessTokenNotFound(),),
        ),
        "key_id": Parameter(
            "The API key's `id`, which is also the part of the key between the underscores.",
            {"type": "string", "pattern": "^[0-9A-Za-z]{16}$"},
            "4Fh8QzT1LmW6xRb2",
            (ApiKeyNotFound(),),
        ),
    },
    members={
        "resource_id": "The resource that experiences the fault.",
        "customer_id": "The customer whom the fault belongs to.",
        "microservice_id": "The microservice that reports the fault.",
        "type": "A slug-style category of the fault.",
        "status": "Whether the fault still stands.",
        "severity": "How bad it is.",
        "message": "A concise summary for people.",
        "cause": "A detailed explanation of the probable cause.",
        "created_at": "When it began.",
        "resolved_at": "When it ended; null while it stands.",
        "resource_ancestry_path": "Where the resource is, parent first, joined by `|`.",
        "comments": "Oldest first; the newest, where all of them would be more than 5 MB.",
        "kind": "What sort of report it is.",
        "metadata": "Whatever else the reporter wants to keep with it.",
        "occurrences": "How often it was reported while it stood.",
        "last_seen_at": "When it was reported last.",
        "reason": "Why, for the timeline.",
        "ListFaults.limit": "Faults on a page.",
        "ListFaults.cursor": "`meta.cursor` of the page before.",
        "ListFaults.from": "Faults that began then or later.",
        "ListFaults.to": "Faults that began before then.",
        "ListFaults.site": "Faults whose path begins with this segment.",
        "ListFaults.path": "Faults at this path and below it, by whole segments.",
        "ListFaults.q": "Faults with this text in their message or cause.",
        "ListRecentFaults.site": "Faults whose path begins with this segment.",
        "ReadStatistics.buckets": "How many equally long parts the span is counted in.",
        "ReadStatistics.top": "How many resources to name.",
        "ReadHierarchy.path": "The node whose children are counted.",
        "ReadHierarchy.cursor": "`meta.cursor` of the answer before.",
        "Branch.name": "The child's own segment.",
        "Branch.path": "Where it is, as the list of faults takes it for `path`.",
        "Branch.open": "Its open faults and those below it.",
        "Branch.has_children": "Whether any of them is further below.",
        "HierarchyMeta.path": "The node that was asked for; null for all sites.",
        "HierarchyMeta.here": "Open faults of the node itself.",
        "CreateFaults.faults": "Each like the body of `POST /fault`.",
        "UpdateFault.status": "`resolved` resolves, `unresolved` reopens.",
        "BatchItem.status": "What a single report would have been answered with.",
        "MadeAccessToken.type": "How the token is written.",
        "Comment.created_at": "When it was written.",
        "AccessToken.created_at": "When it was made.",
        "ApiKey.created_at": "When it was made.",
        "MadeApiKey.created_at": "When it was made.",
    },
    examples={
        schemas.CreateFault: _REPORT,
        schemas.CreateFaults: {"faults": [_REPORT]},
        schemas.UpdateFault: {"severity": "CRITICAL", "reason": "Both links are affected now."},
        schemas.GiveReason: {"reason": "The carrier mended the line."},
        schemas.AddComment: {"comment": "The carrier is on site."},
        schemas.ListFaults: {
            "limit": 50,
            "ListFaults.from": "2025-10-21T00:00:00Z",
            "severity": "CRITICAL",
            "status": "unresolved",
            "ListFaults.site": "site_8a7b6c5d4e3f2g1h",
        },
        schemas.Fault: _FAULT,
        schemas.FaultList: {
            "data": [_FAULT],
            "meta": {"count": 1, "cursor": None, "has_more": False},
        },
        schemas.BatchAnswer: {"data": [{"status": 201, "fault": _FAULT, "error": None}]},
        list[schemas.LegacyFault]: [_LEGACY_FAULT],
        list[schemas.Fault]: [_FAULT],
        schemas.Timeline: {
            "data": [
                {
                    "version": 1,
                    "what": "opened",
                    "at": "2025-10-21T12:00:00.000000Z",
                    "by": "user_1",
                    "api": "faults",
                    "reason": None,
                    "status": "unresolved",
                    "severity": "CRITICAL",
                }
            ]
        },
        statistics_schemas.ReadStatistics: {
            "from": "2025-10-21T00:00:00Z",
            "to": "2025-10-22T00:00:00Z",
            "buckets": 1,
        },
        statistics_schemas.Statistics: _STATISTICS,
        statistics_schemas.ReadHierarchy: {"path": "site_8a7b6c5d4e3f2g1h"},
        statistics_schemas.Hierarchy: {
            "data": [
                {
                    "name": "dev_2j4k2l2j3k4l2j3k4",
                    "path": "site_8a7b6c5d4e3f2g1h|dev_2j4k2l2j3k4l2j3k4",
                    "open": _OPEN_ONE,
                    "has_children": False,
                }
            ],
            "meta": {
                "path": "site_8a7b6c5d4e3f2g1h",
                "here": _OPEN_NONE,
                "cursor": None,
                "has_more": False,
            },
        },
        list[statistics_schemas.TopFaults]: [
            {
                "tunnel_name": "WAN1",
                "site_id": "site_8a7b6c5d4e3f2g1h",
                "count": 1,
                "resource_id": "dev_2j4k2l2j3k4l2j3k4",
                "faults": [_LEGACY_FAULT],
            }
        ],
        access_schemas.MakeAccessToken: {"expire_after_minutes": 60},
        access_schemas.MadeAccessToken: {
            "id": _ACCESS_TOKEN["id"],
            "token": "eyJhbGciOiJIUzI1NiIsInR5cCI6InNoYXJlK2p3dCJ9.e30.c2lnbmF0dXJl",
            "type": "jwt",
            "expires_in_minutes": 60,
            "expires_at": _ACCESS_TOKEN["expires_at"],
            "short_link": "https://faults.example.com/fault/token/eyJhbGciOiJIUzI1NiIs...",
        },
        access_schemas.AccessTokenList: {"data": [_ACCESS_TOKEN]},
        access_schemas.MakeApiKey: {
            "name": "Monitor in Frankfurt",
            "scopes": ["faults:read", "faults:write"],
            "cidrs": ["192.0.2.0/24"],
        },
        access_schemas.MadeApiKey: _API_KEY | _SHOWN_KEY,
        access_schemas.ApiKeyList: {"data": [_API_KEY]},
        access_schemas.RotateApiKey: {"overlap_minutes": 1440},
        settings_schemas.ChangeSettings: {"servers": ["web-1", "web-2"], "stripes": 4},
        settings_schemas.Settings: {
            "servers": ["web-1", "web-2"],
            "stripes": {"chosen": 4, "since": "2026-01-15T12:02:00.000000Z", "read": 4},
        },
    },
)
