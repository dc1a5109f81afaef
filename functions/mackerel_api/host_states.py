"""States of a host: its status, roles, checks and retirement."""

from collections.abc import Iterator
from contextlib import suppress

from faultbook import wiring
from faultbook.domain.errors import FaultNotFound, HostChanged, HostIsRetired
from faultbook.domain.fault import Fault, Status
from faultbook.domain.host import Host, HostStatus
from faultbook.domain.listing import FaultFilter
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from faultbook.usecases.target import Target
from functions.mackerel_api import answers, hosts_translate, schemas, translate
from functions.mackerel_api.api import actor_of, api, host_id_in
from functions.mackerel_api.inventory import find_host, unkept_host

_MOST_READS = 50  # of open faults, among which are those of one host
_SUCCESS = answers.Success(success=True)


@api.route(
    "POST",
    "/api/v0/hosts/<host_id>/status",
    scope=Scope.WRITE,
    body=schemas.SetHostStatus,
    answers={200: answers.Success},
    errors=(HostIsRetired(), HostChanged()),
)
def set_host_status(call: Call, body: schemas.SetHostStatus) -> Answer:
    """Set a host's status; in `maintenance` and `poweroff` it opens no alert."""
    host_id = host_id_in(call)
    wiring.hosts().set_status(
        call.customer_id,
        host_id,
        HostStatus(body.status),
        known=unkept_host,
    )
    return Answer(200, _SUCCESS)


@api.route(
    "PUT",
    "/api/v0/hosts/<host_id>/role-fullnames",
    scope=Scope.WRITE,
    body=schemas.SetRoles,
    answers={200: answers.Success},
    errors=(HostIsRetired(), HostChanged()),
)
def set_roles(call: Call, body: schemas.SetRoles) -> Answer:
    """Set a host's roles in place of all that it had."""
    host_id = host_id_in(call)
    roles = tuple(dict.fromkeys(body.role_fullnames or ()))[: hosts_translate.MAX_ROLES]
    wiring.hosts().edit(
        call.customer_id,
        host_id,
        lambda _: {"roles": roles},
        known=unkept_host,
    )
    return Answer(200, _SUCCESS)


@api.route(
    "POST",
    "/api/v0/hosts/<host_id>/retire",
    scope=Scope.WRITE,
    answers={200: answers.Success},
    errors=(HostChanged(),),
)
def retire_host(call: Call) -> Answer:
    """Retire a host: its open alerts are closed, and it opens none any more."""
    host_id = host_id_in(call)
    wiring.hosts().retire(
        call.customer_id,
        host_id,
        known=unkept_host,
    )
    for fault in _open_faults(call.customer_id, host_id):
        with suppress(FaultNotFound):
            target = Target(call.customer_id, fault.number, actor_of(call))
            wiring.changes().resolve(target, translate.HOST_IS_RETIRED)
    return Answer(200, _SUCCESS)


@api.route(
    "GET",
    "/api/v0/hosts/<host_id>/monitored-statuses",
    scope=Scope.READ,
    answers={200: answers.MonitoredStatusList},
)
def list_monitored_statuses(call: Call) -> Answer:
    """What the host's checks say: those with an open alert, then those that are OK."""
    host = find_host(call.customer_id, host_id_in(call))
    return Answer(200, answers.MonitoredStatusList(monitoredStatuses=_statuses_of(host)))


def _statuses_of(host: Host) -> list[answers.MonitoredStatus]:
    faults = _open_faults(host.customer_id, host.host_id)
    return hosts_translate.monitored_statuses(host, list(faults))


def _open_faults(customer_id: str, host_id: str) -> Iterator[Fault]:
    fault_filter = FaultFilter(status=Status.UNRESOLVED)
    for page in wiring.faults().pages(customer_id, fault_filter, most_reads=_MOST_READS):
        yield from (fault for fault in page.faults if translate.host_id_of(fault) == host_id)
