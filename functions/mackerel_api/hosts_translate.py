"""Hosts: Mackerel wire <-> domain; pure.

Of a resource that nobody registered the path's first segment is the service, and the segments
between that and the resource are the roles.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol, cast

from faultbook.domain import hierarchy, text
from faultbook.domain.fault import Fault
from faultbook.domain.host import Host, HostEdits, HostStatus
from functions.mackerel_api import answers, identifiers, schemas
from functions.mackerel_api.translate import alert_status, seconds

MAX_META = 16 * 1024  # bytes as JSON; what is more loses its long texts, then its last members
MAX_CHECKS = 16 * 1024
MAX_INTERFACES = 8 * 1024
MAX_ROLES = 50
_MAX_MEMO = 2000  # characters
_SHOWN_BY_DEFAULT = frozenset({HostStatus.WORKING, HostStatus.STANDBY})
_SERVICE_NAME = re.compile(r"[0-9A-Za-z_-]{2,63}")  # roles too; the Rust client takes no other


class Resource(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def first_seen(self) -> datetime: ...


def host_of(customer_id: str, host_id: str, resource: Resource) -> Host:
    """The host of a resource that faults name and that is not stored."""
    return Host(
        customer_id,
        host_id,
        resource.name,
        resource.first_seen,
        roles=_roles_of(resource.path),
    )


def edits_of(wire: schemas.DescribeHost) -> HostEdits:
    """The members that the body has; null empties a text and leaves a list unchanged.

    A blank name counts as missing.
    """
    given = wire.model_fields_set
    edits: HostEdits = {}
    if not text.is_blank(name := text.name_of(wire.name)):
        edits["name"] = name
    if "display_name" in given:
        edits["display_name"] = text.name_of(wire.display_name or "")
    if "custom_identifier" in given:
        edits["custom_identifier"] = text.name_of(wire.custom_identifier or "")
    if wire.memo is not None:
        edits["memo"] = text.cut(text.cleaned(wire.memo), _MAX_MEMO)
    if wire.meta is not None:
        edits["meta"] = text.cleaned_document(wire.meta, MAX_META)
    if wire.interfaces is not None:
        edits["interfaces"] = tuple(_interfaces_of(wire.interfaces))
    if wire.checks is not None:
        memos = {check.name: check.memo or "" for check in wire.checks}
        edits["checks"] = text.cleaned_document(memos, MAX_CHECKS)
    return edits


def with_more_roles(roles: Iterable[str], wire: schemas.DescribeHost) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*roles, *(wire.role_fullnames or ())]))[:MAX_ROLES]


def path_of(host: Host) -> str:
    """The host below its first role."""
    place = host.roles[0].split(":") if host.roles else []
    return hierarchy.SEPARATOR.join([*place, text.segment_of(host.name)])


def host_answer(host: Host) -> answers.Host:
    answer: answers.Host = {
        "id": host.host_id,
        "name": host.name,
        "status": host.status.value,
        "memo": host.memo,
        "size": "standard",
        "roles": roles_by_service(host),
        "isRetired": host.is_retired,
        "createdAt": seconds(host.created_at),
        "meta": dict(host.meta),
        "interfaces": [_interface_answer(interface) for interface in host.interfaces],
    }
    if host.display_name:
        answer["displayName"] = host.display_name
    if host.custom_identifier:
        answer["customIdentifier"] = host.custom_identifier
    if host.retired_at:
        answer["retiredAt"] = seconds(host.retired_at)
    return answer


def roles_by_service(host: Host) -> dict[str, list[str]]:
    services: dict[str, list[str]] = {}
    for full_name in host.roles:
        service, _, role = full_name.partition(":")
        services.setdefault(service, []).extend([role] if role else [])
    return services


def monitored_statuses(host: Host, faults: Iterable[Fault]) -> list[answers.MonitoredStatus]:
    """Of its open faults, then of the checks without one."""
    open_ones = {fault.reporter: fault for fault in faults}
    fine = (name for name in host.checks if name not in open_ones)
    return [
        *(_in_trouble(host, fault) for fault in open_ones.values()),
        *(_fine(host, name) for name in fine),
    ]


def _fine(host: Host, name: str) -> answers.MonitoredStatus:
    return {"monitorId": identifiers.monitor_id(host.customer_id, name), "status": "OK"}


def _in_trouble(host: Host, fault: Fault) -> answers.MonitoredStatus:
    detail: answers.MonitoredStatusDetail = {"type": "check", "message": fault.message}
    if memo := host.checks.get(fault.reporter):
        detail["memo"] = memo
    return {
        "monitorId": identifiers.monitor_id(host.customer_id, fault.reporter),
        "status": alert_status(fault, fault.status, fault.severity),
        "detail": detail,
    }


def services_of(hosts: Iterable[Host]) -> list[answers.Service]:
    """By name, each with the roles of all its hosts."""
    services: dict[str, set[str]] = {}
    for host in hosts:
        for service, roles in roles_by_service(host).items():
            services.setdefault(service, set()).update(roles)
    return [
        {"name": name, "memo": "", "roles": sorted(roles)}
        for name, roles in sorted(services.items())
    ]


def is_wanted(host: Host, query: schemas.ListHosts) -> bool:
    roles = roles_by_service(host)
    return (
        host.status in (query.status or _SHOWN_BY_DEFAULT)
        and query.name in {"", host.name}
        and query.custom_identifier in {"", host.custom_identifier}
        and (not query.service or any(_is_in(roles, service, query) for service in query.service))
    )


def _is_in(roles: Mapping[str, list[str]], service: str, query: schemas.ListHosts) -> bool:
    if service not in roles:
        return False
    return not query.role or not set(query.role).isdisjoint(roles[service])


def _roles_of(path: str) -> tuple[str, ...]:
    site, *between = hierarchy.segments(path)[:-1] or [""]
    if not _SERVICE_NAME.fullmatch(site):
        return ()
    roles = [f"{site}:{segment}" for segment in between if _SERVICE_NAME.fullmatch(segment)]
    return tuple(roles) or (site,)


def _interfaces_of(wires: Iterable[schemas.Interface]) -> Iterable[dict[str, Any]]:
    """As many as fit."""
    room = MAX_INTERFACES
    for wire in wires:
        document = wire.model_dump(by_alias=True, exclude_none=True)
        interface = text.cleaned_document(document, MAX_INTERFACES)
        room -= text.size_of(interface)
        if room < 0:
            return
        yield interface


def _interface_answer(interface: Mapping[str, Any]) -> answers.Interface:
    """The lists go before the single addresses, which `mkr hosts` shows."""
    answer = cast("answers.Interface", {"name": "", **interface})  # as _interfaces_of made it
    if first := answer.get("ipv4Addresses"):
        answer["ipAddress"] = first[0]
    if first := answer.get("ipv6Addresses"):
        answer["ipv6Address"] = first[0]
    return answer
