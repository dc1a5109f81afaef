"""Hosts: those that agents have registered, and the resources of faults."""

from urllib.parse import unquote

from faultbook import wiring
from faultbook.domain.errors import (
    HostChanged,
    HostIdentifierTaken,
    HostIsRetired,
    HostNotFound,
    TooManyHosts,
)
from faultbook.domain.host import Host, HostEdits
from faultbook.gateway.answer_size import as_many_as_fit
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.mackerel_api import answers, hosts_translate, schemas
from functions.mackerel_api.api import api, host_id_in
from functions.mackerel_api.inventory import find_host, hosts_of, unkept_host


@api.route(
    "POST",
    "/api/v0/hosts",
    scope=Scope.WRITE,
    body=schemas.DescribeHost,
    answers={200: answers.HostId},
    errors=(HostIdentifierTaken(), TooManyHosts()),
)
def register_host(call: Call, body: schemas.DescribeHost) -> Answer:
    """Register a host, which gets an id of its own."""
    edits = hosts_translate.edits_of(body)
    edits["roles"] = hosts_translate.with_more_roles((), body)
    host = wiring.hosts().register(call.customer_id, **edits)
    return Answer(200, answers.HostId(id=host.host_id))


@api.route(
    "GET",
    "/api/v0/hosts",
    "/api/v0/hosts.json",
    scope=Scope.READ,
    query=schemas.ListHosts,
    answers={200: answers.HostList},
)
def list_hosts(call: Call, query: schemas.ListHosts) -> Answer:
    """Hosts by name, without those that are retired.

    `role` counts together with `service` only. Without `status` they are those that are working or
    on standby. Where all do not fit into one answer they come without their `meta`.
    """
    hosts = [host for host in _candidates(call, query) if hosts_translate.is_wanted(host, query)]
    return Answer(200, answers.HostList(hosts=_that_fit(hosts)))


@api.route(
    "GET",
    "/api/v0/hosts/<host_id>",
    scope=Scope.READ,
    answers={200: answers.OneHost},
)
def get_host(call: Call) -> Answer:
    """One host; a retired one for a week."""
    return _one(find_host(call.customer_id, host_id_in(call)))


@api.route(
    "GET",
    "/api/v0/hosts-by-custom-identifier/<custom_identifier>",
    scope=Scope.READ,
    query=schemas.FindHost,
    answers={200: answers.OneHost},
)
def get_host_by_custom_identifier(call: Call, query: schemas.FindHost) -> Answer:
    """The host that has this identifier and is not retired.

    With `caseInsensitive=true` upper and lower case are the same; of several the oldest is given.
    """
    identifier = unquote(call.parameters["custom_identifier"])
    if query.case_insensitive == "true":
        return _one(_oldest_like(call.customer_id, identifier))
    return _one(wiring.hosts().find_by_identifier(call.customer_id, identifier))


@api.route(
    "PUT",
    "/api/v0/hosts/<host_id>",
    scope=Scope.WRITE,
    body=schemas.DescribeHost,
    answers={200: answers.HostId},
    errors=(HostIdentifierTaken(), HostIsRetired(), HostChanged()),
)
def update_host(call: Call, body: schemas.DescribeHost) -> Answer:
    """Rename and describe a host; it stays in roles that are not named, and so does what is not."""

    def edits(host: Host) -> HostEdits:
        edits = hosts_translate.edits_of(body)
        edits["roles"] = hosts_translate.with_more_roles(host.roles, body)
        return edits

    host_id = host_id_in(call)
    wiring.hosts().edit(
        call.customer_id,
        host_id,
        edits,
        known=unkept_host,
    )
    return Answer(200, answers.HostId(id=host_id))


def _candidates(call: Call, query: schemas.ListHosts) -> list[Host]:
    """A custom identifier is looked up, so that an agent's start reads no more than its host."""
    if not query.custom_identifier:
        return hosts_of(call.customer_id)
    found = wiring.hosts().find_by_identifier(call.customer_id, query.custom_identifier)
    return [found] if found else []


def _one(host: Host | None) -> Answer:
    if host is None:
        raise HostNotFound
    return Answer(200, answers.OneHost(host=hosts_translate.host_answer(host)))


def _oldest_like(customer_id: str, custom_identifier: str) -> Host | None:
    identifier = custom_identifier.casefold()
    like = (
        host
        for host in wiring.hosts().all(customer_id)
        if host.claimed_identifier and host.claimed_identifier.casefold() == identifier
    )
    return min(like, key=lambda host: host.created_at, default=None)


def _that_fit(hosts: list[Host]) -> list[answers.Host]:
    whole = as_many_as_fit(hosts, hosts_translate.host_answer)
    if len(whole) == len(hosts):
        return whole
    return as_many_as_fit(hosts, _without_meta)


def _without_meta(host: Host) -> answers.Host:
    answer = hosts_translate.host_answer(host)
    answer["meta"] = {}
    return answer
