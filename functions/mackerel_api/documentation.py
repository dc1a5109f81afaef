"""The Mackerel API in the OpenAPI document; the examples are of Mackerel's own form."""

from typing import Any

from faultbook.domain.errors import FaultNotFound, HostNotFound
from faultbook.gateway.documentation import AnswerHeader, Documentation, Parameter
from functions.mackerel_api import answers, schemas

_DESCRIPTION = """\
Mackerel's API, version 0, as far as alerts, checks and hosts go, at the host root: give `mkr` the \
base URL as `--apibase` and an API key of Faultbook as `MACKEREL_APIKEY`, and `mackerel-agent` \
both as `apibase` and `apikey` in its configuration.

Send `X-Api-Key: <key>`. Reading takes the scope `faults:read`, writing both `faults:read` and \
`faults:write`. A key can be limited to addresses; from others the answer is 403.

* **Every fault is the alert of a check.** Its resource is the host, its reporter the check \
monitor, its message the check's. CRITICAL and HIGH are `CRITICAL`, the rest is `WARNING`.
* **Check reports** open, follow and close one alert for each host and check name. What is 6 hours \
old or older is ignored. Notifications are not made here, so their settings have no effect.
* **Hosts** are those that agents have registered, and beside them the resources of the 500 newest \
open faults and of the 500 newest of any status. A registered host gets an id; its faults carry \
its name and lie within its first role. A resource whose name is longer than 15 characters has an \
id made from it, which means the same host wherever it is sent; the first segment of its path is \
its service. A host in `maintenance` or `poweroff` opens no alert. A retired one closes those that \
it has, opens no more, and is shown for a week. A customer has up to 2,000 hosts that are not \
retired.
* **What is said of a host** is kept as far as it has room: 16 KB of `meta`, 16 KB of `checks`, \
8 KB of `interfaces`, 50 roles, 2,000 characters of `memo`. What is more is cut with a mark.
* **Check monitors** are the reporters of these faults, and the checks that registered hosts name. \
**Services** and roles are those of the hosts. **Metrics** and definitions of graphs are taken and \
not kept.
* **Pages.** Send `nextId` of the last page for the next one; there is none on the last page. An \
empty parameter is an absent one.
"""

_LAST_MODIFIED = "Thu, 15 Jan 2026 12:00:00 GMT"
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
    "customIdentifier": "i-0f1e2d3c4b5a69788.ec2.amazonaws.com",
    "status": "working",
    "memo": "",
    "size": "standard",
    "roles": {"shop": ["web"]},
    "isRetired": False,
    "createdAt": 1768478400,
    "meta": {"agent-version": "0.87.0", "kernel": {"name": "Linux", "release": "6.12.0"}},
    "interfaces": [
        {
            "name": "eth0",
            "macAddress": "02:00:00:00:00:01",
            "ipv4Addresses": ["192.0.2.17"],
            "ipAddress": "192.0.2.17",
        }
    ],
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
            (HostNotFound(),),
        ),
        "custom_identifier": Parameter(
            "What the host's sender calls it, percent-encoded.",
            {"type": "string", "minLength": 1},
            "i-0f1e2d3c4b5a69788.ec2.amazonaws.com",
            (HostNotFound(),),
        ),
        "namespace": Parameter(
            "The name under which metadata are kept.",
            {"type": "string", "pattern": "^[0-9A-Za-z_-]{1,128}$"},
            "environment",
        ),
        "service_name": Parameter(
            "The service's `name`.",
            {"type": "string", "minLength": 1},
            "shop",
        ),
        "monitor_id": Parameter(
            "The check monitor's `id`, which alerts have as `monitorId`.",
            {"type": "string", "pattern": "^[1-9A-HJ-NP-Za-km-z]{11}$"},
            _MONITOR_ID,
        ),
    },
    answer_headers={
        "Last-Modified": AnswerHeader(
            "When the metadata were put.", {"type": "string", "example": _LAST_MODIFIED}
        )
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
        "Host.createdAt": "Unix seconds: when it was registered, or when the oldest of its faults "
        "that were read began.",
        "retiredAt": "Unix seconds; only of a retired host.",
        "displayName": "A name for people.",
        "DescribeHost.displayName": "A name for people; null or empty for none.",
        "meta": "Whatever the agent says of its machine.",
        "interfaces": "Network interfaces.",
        "roleFullnames": "Roles as `service:role`.",
        "checks": "The checks that run on the host, with memos.",
        "DescribeHost.memo": "Notes on the host, up to 2,000 characters.",
        "Host.memo": "Notes on the host.",
        "CheckConfiguration.memo": "Notes on the check.",
        "MonitoredStatusDetail.memo": "Notes on the check.",
        "Service.memo": "Always empty.",
        "Role.memo": "Always empty.",
        "ipAddress": "The first of `ipv4Addresses`, where there are some.",
        "ipv6Address": "The first of `ipv6Addresses`, where there are some.",
        "caseInsensitive": "Whether upper and lower case are the same.",
        "reason": "Why the alert was closed.",
        "Alert.reason": "Only when closed.",
        "memo": "At most 80 KB.",
        "occurredAt": "Unix seconds at which the check ran.",
        "hostId": "At most 15 characters.",
        "CheckSource.hostId": "Any name of the host; it need not be known.",
        "customIdentifier": "What the host's sender calls it; of one host that is not retired.",
        "DescribeHost.customIdentifier": "What the sender calls the host; null or empty for "
        "nothing.",
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
        schemas.FindHost: {"caseInsensitive": "true"},
        schemas.ListHosts: {"service": ["shop"], "status": ["working", "standby"]},
        schemas.DescribeHost: {
            "name": "web-1.example.com",
            "customIdentifier": "i-0f1e2d3c4b5a69788.ec2.amazonaws.com",
            "meta": {"agent-version": "0.87.0"},
            "interfaces": [{"name": "eth0", "ipv4Addresses": ["192.0.2.17"]}],
            "roleFullnames": ["shop:web"],
            "checks": [{"name": "disk", "memo": "Look at /var first."}],
        },
        schemas.SetHostStatus: {"status": "maintenance"},
        schemas.SetRoles: {"roleFullnames": ["shop:web", "backup:disk"]},
        schemas.Metadata: {"stage": "production"},
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
        answers.HostId: {"id": _HOST_ID},
        answers.MonitoredStatusList: {
            "monitoredStatuses": [
                {
                    "monitorId": _MONITOR_ID,
                    "status": "CRITICAL",
                    "detail": {"type": "check", "message": "DISK CRITICAL: / is 96 % full"},
                }
            ]
        },
        answers.NamespaceList: {"metadata": [{"namespace": "environment"}]},
        answers.NameList: {"names": []},
        answers.ServiceList: {"services": [{"name": "shop", "memo": "", "roles": ["web"]}]},
        answers.RoleList: {"roles": [{"name": "web", "memo": ""}]},
        answers.Organization: {"name": "cus_1i2j3k4l5m6n7o8p", "displayName": None},
        answers.MonitorList: {"monitors": []},
        answers.CheckMonitorList: {"checks": [_CHECK]},
        answers.OneCheckMonitor: {"check": _CHECK},
        answers.Success: {"success": True},
        answers.ReportsTaken: {"success": True},
    },
)
