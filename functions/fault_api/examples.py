"""The native API's examples in the OpenAPI document; most are the founding document's."""

from typing import Any

from functions.fault_api import (
    actions_answers,
    actions_schemas,
    administration_answers,
    administration_schemas,
    answers,
    deliveries_answers,
    deliveries_schemas,
    endpoints_answers,
    endpoints_schemas,
    events_answers,
    events_schemas,
    groups_answers,
    groups_schemas,
    schemas,
    statistics_answers,
    statistics_schemas,
)

FAULT_ID = "flt_31pkd1t8FvW7qZv0jG2a9kH5mB1"

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
    "id": FAULT_ID,
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
    "acknowledged_by_name": None,
    "assigned_at": None,
    "assignee": None,
    "resolution_reason": None,
    "deduplication_key": None,
    "memo": None,
    "snoozed_until": None,
    "snoozed_by": None,
    "occurrences": 1,
    "last_seen_at": "2025-10-21T12:00:00.000000Z",
    "metadata": {},
    "version": 1,
}

_EVENT: dict[str, Any] = {
    "id": "evt_31pkd1t8FvW7qZv0jG2a9kH5mB1",
    "type": "fault.opened",
    "timestamp": "2025-10-21T12:00:00.000000Z",
    "data": {
        "fault": _FAULT,
        "previous": {},
        "by": "user_1",
        "api": "faults",
        "reason": None,
        "url": f"https://faults.example.com/?fault={FAULT_ID}",
    },
}

_ENDPOINT: dict[str, Any] = {
    "id": "end_7Jq2mX4bV9sKcN1f",
    "name": "On call",
    "kind": "webhook",
    "url": "https://hooks.example.com/faults",
    "has_authorization": False,
    "filters": [
        {
            "types": [],
            "severities": ["CRITICAL", "HIGH"],
            "kinds": [],
            "path": "site_8a7b6c5d4e3f2g1h",
        }
    ],
    "enabled": True,
    "off": None,
    "created_at": "2025-10-21T12:00:00.000000Z",
    "created_by": "user_1",
    "previous_secret_until": None,
}

_DELIVERY: dict[str, Any] = {
    "id": _EVENT["id"],
    "type": "fault.opened",
    "timestamp": "2025-10-21T12:00:00.000000Z",
    "fault_id": FAULT_ID,
    "state": "failed",
    "created_at": "2025-10-21T12:00:00.800000Z",
    "attempt_count": 1,
    "status": 410,
    "failure": "status",
    "milliseconds": 84,
    "next_at": None,
    "redelivered_at": None,
    "folded_into": None,
}

_ATTEMPT: dict[str, Any] = {
    "at": "2025-10-21T12:00:01.000000Z",
    "status": 410,
    "failure": "status",
    "error": "It answered 410: nothing is to be sent to it any more.",
    "milliseconds": 84,
    "headers": {
        "Content-Type": "application/json",
        "User-Agent": "faultbook/1.0",
        "webhook-id": _EVENT["id"],
        "webhook-timestamp": "1761048001",
        "webhook-signature": "…",
    },
    "answer": "gone",
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
    "path": None,
    "topics": [],
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

_EVENTS = {
    "opened": _ONE,
    "resolved": _ONE,
    "reopened": _NONE,
    "acknowledged": _NONE,
    "expired": _NONE,
}

_SPAN = {"from": "2025-10-21T00:00:00.000000Z", "to": "2025-10-22T00:00:00.000000Z"}

_STATISTICS: dict[str, Any] = {
    **_SPAN,
    "totals": _EVENTS,
    "buckets": [_SPAN | _EVENTS],
    "current": {"open": _NONE},
    "mtta": {"count": 0, "mean": None, "p50": None, "p90": None},
    "mttr": {"count": 1, "mean": 8100.0, "p50": 8192.0, "p90": 8192.0},
    "top_resources": [{"resource_id": "dev_2j4k2l2j3k4l2j3k4", "count": 1}],
    "resolution_seconds": 1,
}

_LEGACY_FAULT: dict[str, Any] = {
    "id": FAULT_ID,
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

EXAMPLES: dict[Any, Any] = {
    schemas.CreateFault: _REPORT,
    schemas.CreateFaults: {"faults": [_REPORT]},
    schemas.UpdateFault: {"severity": "CRITICAL", "reason": "Both links are affected now."},
    schemas.GiveReason: {"reason": "The carrier mended the line."},
    schemas.Snooze: {"until": "2025-10-22T06:00:00Z", "reason": "The carrier works tonight."},
    schemas.Assign: {"assignee": "ann@example.com"},
    schemas.AddComment: {"comment": "The carrier is on site."},
    schemas.ListFaults: {
        "limit": 50,
        "ListFaults.from": "2025-10-21T00:00:00Z",
        "severity": ["CRITICAL", "HIGH"],
        "status": ["unresolved"],
        "ListFaults.site": "site_8a7b6c5d4e3f2g1h",
    },
    answers.Fault: _FAULT,
    answers.FaultList: {
        "data": [_FAULT],
        "meta": {"count": 1, "cursor": None, "has_more": False, "complete": True},
    },
    answers.BatchAnswer: {"data": [{"status": 201, "fault": _FAULT, "error": None}]},
    list[answers.LegacyFault]: [_LEGACY_FAULT],
    list[answers.Fault]: [_FAULT],
    answers.Timeline: {
        "data": [
            {
                "version": 1,
                "what": "opened",
                "at": "2025-10-21T12:00:00.000000Z",
                "by": "user_1",
                "by_name": None,
                "api": "faults",
                "reason": None,
                "status": "unresolved",
                "severity": "CRITICAL",
                "report": None,
            }
        ]
    },
    statistics_schemas.ReadStatistics: {
        "from": "2025-10-21T00:00:00Z",
        "to": "2025-10-22T00:00:00Z",
        "buckets": 1,
    },
    statistics_answers.Statistics: _STATISTICS,
    statistics_schemas.ReadHierarchy: {"path": "site_8a7b6c5d4e3f2g1h"},
    statistics_answers.Hierarchy: {
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
    list[statistics_answers.TopFaults]: [
        {
            "tunnel_name": "WAN1",
            "site_id": "site_8a7b6c5d4e3f2g1h",
            "count": 1,
            "resource_id": "dev_2j4k2l2j3k4l2j3k4",
            "faults": [_LEGACY_FAULT],
        }
    ],
    events_schemas.ListEvents: {"types": "fault.opened,fault.resolved", "limit": 50},
    events_answers.EventList: {
        "data": [_EVENT],
        "meta": {
            "count": 1,
            "cursor": "GmVJqIVNNaHJ-5ZrnfhPL1sxLDE3Njg0Nzg0MDAwMDAwMDAsMF0",
            "has_more": False,
        },
    },
    groups_schemas.ReadGroups: {"by": ["type", "site"], "status": ["unresolved"]},
    groups_answers.Groups: {
        "data": [
            {
                "key": {"type": "wantunnel", "site": "site_8a7b6c5d4e3f2g1h"},
                "count": 1,
                "acknowledged": 0,
                "severity": "CRITICAL",
                "newest_at": "2025-10-21T12:00:00.000000Z",
                "oldest_at": "2025-10-21T12:00:00.000000Z",
                "sample": {
                    "id": FAULT_ID,
                    "message": _FAULT["message"],
                    "severity": "CRITICAL",
                    "resource_id": _FAULT["resource_id"],
                    "created_at": "2025-10-21T12:00:00.000000Z",
                },
            }
        ],
        "facets": {
            "status": {"unresolved": 1},
            "severity": {"CRITICAL": 1},
            "kind": {"ALERT": 1},
            "type": {"wantunnel": 1},
            "site": {"site_8a7b6c5d4e3f2g1h": 1},
            "reporter": {"wantunnel-monitor": 1},
            "assignee": {},
            "acknowledged": {"false": 1},
        },
        "meta": {"count": 1, "cursor": None, "has_more": False, "complete": True},
    },
    actions_schemas.ActOnFaults: {
        "action": "resolve",
        "filter": {"status": ["unresolved"], "site": "site_8a7b6c5d4e3f2g1h"},
        "reason": "The carrier mended the line.",
    },
    actions_answers.ActionAnswer: {
        "data": [
            {
                "id": FAULT_ID,
                "status": 200,
                "changed": True,
                "version": 2,
                "assignee_before": None,
                "error": None,
            }
        ],
        "meta": {
            "count": 1,
            "cursor": None,
            "has_more": False,
            "changed": 1,
            "dry_run": False,
        },
    },
    endpoints_schemas.MakeEndpoint: {
        "name": "On call",
        "kind": "webhook",
        "url": "https://hooks.example.com/faults",
        "filters": [{"severities": ["CRITICAL", "HIGH"], "path": "site_8a7b6c5d4e3f2g1h"}],
    },
    deliveries_schemas.ListDeliveries: {"state": "failed", "from": "2025-10-21T00:00:00Z"},
    deliveries_schemas.Redeliver: {"state": "failed", "from": "2025-10-21T00:00:00Z"},
    deliveries_answers.Delivery: _DELIVERY,
    deliveries_answers.DeliveryList: {
        "data": [_DELIVERY],
        "meta": {"count": 1, "cursor": None, "has_more": False},
    },
    deliveries_answers.WholeDelivery: _DELIVERY | {"attempts": [_ATTEMPT], "event": _EVENT},
    deliveries_answers.RedeliveryList: {
        "data": [{"id": _EVENT["id"], "status": 202, "redelivered": True, "error": None}],
        "meta": {"count": 1, "cursor": None, "has_more": False, "redelivered": 1},
    },
    endpoints_schemas.ChangeEndpoint: {"enabled": False},
    endpoints_answers.Endpoint: _ENDPOINT,
    endpoints_answers.MadeEndpoint: _ENDPOINT
    | {"secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDCx0BAAAAAAA="},
    endpoints_answers.EndpointList: {"data": [_ENDPOINT]},
    endpoints_answers.TestResult: {
        "status": 200,
        "failure": None,
        "milliseconds": 84,
        "answer": "thanks",
    },
    administration_schemas.MakeAccessToken: {"expire_after_minutes": 60},
    administration_answers.MadeAccessToken: {
        "id": _ACCESS_TOKEN["id"],
        "token": "eyJhbGciOiJIUzI1NiIsInR5cCI6InNoYXJlK2p3dCJ9.e30.c2lnbmF0dXJl",
        "type": "jwt",
        "expires_in_minutes": 60,
        "expires_at": _ACCESS_TOKEN["expires_at"],
        "short_link": "https://faults.example.com/fault/token/eyJhbGciOiJIUzI1NiIs...",
    },
    administration_answers.AccessTokenList: {"data": [_ACCESS_TOKEN]},
    administration_schemas.MakeApiKey: {
        "name": "Monitor in Frankfurt",
        "scopes": ["faults:read", "faults:write"],
        "cidrs": ["192.0.2.0/24"],
    },
    administration_answers.MadeApiKey: _API_KEY | _SHOWN_KEY,
    administration_answers.ApiKeyList: {"data": [_API_KEY]},
    administration_schemas.RotateApiKey: {"overlap_minutes": 1440},
    administration_schemas.ChangeSettings: {
        "servers": ["web-1", "web-2"],
        "severity_words": {"SEV1": "HIGH"},
        "alert_path_labels": [["site", "dc"], ["rack"], ["namespace", "job"]],
        "stripes": 4,
    },
    administration_answers.Settings: {
        "servers": ["web-1", "web-2"],
        "severity_words": {"SEV1": "HIGH"},
        "alert_path_labels": [["site", "dc"], ["rack"], ["namespace", "job"]],
        "outage_links_revoked_at": None,
        "stripes": {"chosen": 4, "since": "2026-01-15T12:02:00.000000Z", "read": 4},
    },
}
