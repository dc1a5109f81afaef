"""The Mackerel API in the OpenAPI document; the examples are of Mackerel's own form."""

from typing import Any

from faultbook.domain.errors import FaultNotFound
from faultbook.gateway.documentation import Documentation, Parameter
from functions.mackerel_api import answers, schemas

_DESCRIPTION = """\
Mackerel's API, version 0, as far as alerts go, at the host root: give `mkr` the base URL as \
`--apibase` and an API key of Faultbook as `MACKEREL_APIKEY`.

Send `X-Api-Key: <key>`. Reading takes the scope `faults:read`, writing both `faults:read` and \
`faults:write`. A key can be limited to addresses; from others the answer is 403.

* **Every fault is the alert of a check.** Its resource is the host, its reporter the check \
monitor, its message the check's. CRITICAL and HIGH are `CRITICAL`, the rest is `WARNING`.
* **Check reports** open, follow and close one alert for each host and check name. What is 6 hours \
old or older is ignored. Notifications are not made here, so their settings have no effect.
* **Hosts and check monitors** are not kept: they are the resources and reporters of the 500 \
newest open faults and of the 500 newest of any status. A resource whose name is longer than 15 \
characters has an id made from it; the name is the `name` and the `customIdentifier`. The first \
segment of a path is the host's service.
* **Pages.** Send `nextId` of the last page for the next one; there is none on the last page. An \
empty parameter is an absent one.
"""

_ALERT_ID = "2wpLU5fBXbG"
_MONITOR_ID = "2cYjfibBkaj"
_HOST_ID = "2vJ965ygiXf"

_ALERT: dict[str, Any] = {
    "id": _ALERT_ID,
    "status": "CRITICAL",
    "monitorId": _MONITOR_ID,
    "type": "check",
    "hostId": _HOST_ID,
    "message": "DISK CRITICAL: / is 96 % full",
    "memo": "",
    "openedAt": 1768478400,
}
_CLOSED: dict[str, Any] = _ALERT | {
    "status": "OK",
    "reason": "Old logs removed.",
    "closedAt": 1768482000,
}
_HOST: dict[str, Any] = {
    "id": _HOST_ID,
    "name": "web-1.example.com",
    "customIdentifier": "web-1.example.com",
    "status": "working",
    "memo": "",
    "size": "standard",
    "roles": {"frankfurt": ["web"]},
    "isRetired": False,
    "createdAt": 1768478400,
    "meta": {},
    "interfaces": [],
}
_CHECK: dict[str, Any] = {"id": _MONITOR_ID, "name": "disk"}

DOCUMENTATION = Documentation(
    title="Mackerel",
    prefix="Mackerel",
    description=_DESCRIPTION,
    error=answers.Error,
    security={
        "mackerelApiKey": {
            "type": "apiKey",
            "in": "header",
            "name": "X-Api-Key",
            "x-example": "$API_KEY",
        }
    },
    parameters={
        "alert_id": Parameter(
            "The alert's `id`.",
            {"type": "string", "pattern": "^[1-9A-HJ-NP-Za-km-z]{11}$"},
            _ALERT_ID,
            (FaultNotFound(),),
        ),
        "host_id": Parameter(
            "The host's `id`.",
            {"type": "string", "pattern": "^[0-9A-Za-z][0-9A-Za-z_.-]{0,14}$"},
            _HOST_ID,
        ),
        "monitor_id": Parameter(
            "The check monitor's `id`, which alerts have as `monitorId`.",
            {"type": "string", "pattern": "^[1-9A-HJ-NP-Za-km-z]{11}$"},
            _MONITOR_ID,
        ),
    },
    members={
        "withClosed": "Also alerts that are closed.",
        "nextId": "Where the next page begins; there is none on the last page.",
        "AlertList.nextId": "Only when there are more.",
        "AlertLogList.nextId": "Only when there are more.",
        "CheckMonitorList.nextId": "Only when there are more.",
        "limit": "How many at most.",
        "openedAt": "Unix seconds.",
        "closedAt": "Unix seconds; only of a closed alert.",
        "createdAt": "Unix seconds.",
        "Host.createdAt": "Unix seconds: when the oldest of its faults that were read began.",
        "reason": "Why the alert was closed.",
        "Alert.reason": "Only when closed.",
        "memo": "At most 80 KB.",
        "occurredAt": "Unix seconds at which the check ran.",
        "hostId": "At most 15 characters.",
        "CheckSource.hostId": "Any name of the host; it need not be known.",
        "customIdentifier": "The resource as its sender names it.",
        "roles": "Service -> roles: the path's first segment -> the segments below it.",
        "notificationInterval": "Read, without effect.",
        "maxCheckAttempts": "Read, without effect.",
        "targetValue": "Always null, as for every check.",
        "statusDetail": "What the check said; null where a person changed the status.",
    },
    examples={
        schemas.ListAlerts: {"withClosed": "true", "limit": 20},
        schemas.ListAlertLogs: {"limit": 20},
        schemas.ListChecks: {"limit": 20},
        schemas.ListHosts: {"service": ["frankfurt"], "status": ["working", "standby"]},
        schemas.UpdateAlert: {"memo": "The disk is ordered."},
        schemas.CloseAlert: {"reason": "Old logs removed."},
        schemas.PostCheckReports: {
            "reports": [
                {
                    "source": {"type": "host", "hostId": _HOST_ID},
                    "name": "disk",
                    "status": "CRITICAL",
                    "message": "DISK CRITICAL: / is 96 % full",
                    "occurredAt": 1768478400,
                }
            ]
        },
        answers.Alert: _CLOSED,
        answers.AlertList: {"alerts": [_ALERT], "nextId": _ALERT_ID},
        answers.Memo: {"id": _ALERT_ID, "memo": "The disk is ordered."},
        answers.AlertLogList: {
            "logs": [
                {
                    "id": "5m7fewuu5tS",
                    "status": "CRITICAL",
                    "trigger": "monitoring",
                    "monitorId": _MONITOR_ID,
                    "targetValue": None,
                    "statusDetail": {
                        "type": "check",
                        "detail": {"message": "DISK CRITICAL: / is 96 % full", "memo": ""},
                    },
                    "createdAt": 1768478400,
                }
            ]
        },
        answers.HostList: {"hosts": [_HOST]},
        answers.OneHost: {"host": _HOST},
        answers.MonitorList: {"monitors": []},
        answers.CheckMonitorList: {"checks": [_CHECK]},
        answers.OneCheckMonitor: {"check": _CHECK},
        answers.Success: {"success": True},
    },
)
