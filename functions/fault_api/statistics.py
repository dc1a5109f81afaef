"""The native API: statistics, the resources with most faults, and the hierarchy."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.domain.errors import InvalidRequest
from faultbook.domain.spans import MAX_SPAN, Span, whole_second_after
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.gateway.preconditions import unless_known
from faultbook.secret_store import SecretName
from faultbook.usecases.caller import Scope
from functions.fault_api import changes
from functions.fault_api import statistics_answers as answers
from functions.fault_api import statistics_schemas as schemas
from functions.fault_api.api import statistics as api
from functions.fault_api.statistics_translate import (
    hierarchy_wire,
    statistics_wire,
    top_faults_wire,
    top_resources_wire,
)

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

RESOURCES = (changes,)  # registers its routes with the same Api
wiring.prepare(wiring.statistics, further_secrets=[SecretName.CURSOR])

DEFAULT_SPAN = timedelta(days=1)


@api.route(
    "GET",
    "/fault/statistics",
    "/faults/statistics",
    scope=Scope.READ,
    query=schemas.ReadStatistics,
    answers={200: answers.Statistics, 304: None},
    headers=("If-None-Match",),
    answer_headers=("ETag",),
)
def get_statistics(call: Call, query: schemas.ReadStatistics) -> Answer:
    """Count what happened in a span of time, in equally long buckets, and how long it took."""
    until = query.to or whole_second_after(wiring.clock())
    span = _span(query.from_ or until - DEFAULT_SPAN, until, query.buckets)
    statistics = wiring.statistics().read(call.customer_id, span, top=query.top)
    return unless_known(Answer(200, statistics_wire(statistics)), call.request)


@api.route(
    "GET",
    "/fault/top_resources",
    "/faults/top_resources",
    scope=Scope.READ,
    query=schemas.RankResources,
    answers={200: answers.TopResources, 304: None},
    headers=("If-None-Match",),
    answer_headers=("ETag",),
)
def get_top_resources(call: Call, query: schemas.RankResources) -> Answer:
    """Rank the resources with most faults opened in a span of time; it counts nothing else."""
    until = query.to or whole_second_after(wiring.clock())
    span = _span(query.from_ or until - DEFAULT_SPAN, until, buckets=1)
    top = wiring.statistics().top(call.customer_id, span, length=query.top)
    return unless_known(Answer(200, top_resources_wire(span, top)), call.request)


@api.route(
    "GET",
    "/fault/top_faults",
    "/faults/top_faults",
    "/top_faults",
    scope=Scope.READ,
    answers={200: list[answers.TopFaults]},
)
def get_top_faults(call: Call) -> Answer:
    """The ten resources with most faults opened in the last 14 days, and their newest faults."""
    top = wiring.top_faults().read(call.customer_id)
    return Answer(200, [top_faults_wire(resource) for resource in top])


@api.route(
    "GET",
    "/fault/hierarchy",
    "/faults/hierarchy",
    scope=Scope.READ,
    query=schemas.ReadHierarchy,
    answers={200: answers.Hierarchy, 304: None},
    headers=("If-None-Match",),
    answer_headers=("ETag",),
)
def get_hierarchy(call: Call, query: schemas.ReadHierarchy) -> Answer:
    """Count the open faults of a node's children, each with everything below it.

    Without `path` the children are the sites. One answer counts up to 1,000 open faults, newest
    first; while `meta.has_more` is true, the answer to `meta.cursor` is to be added to this one.
    """
    signer = wiring.cursor_signer()
    bound_to = (call.customer_id, "GET /fault/hierarchy", query.path or "")
    after = signer.read(query.cursor, *bound_to) if query.cursor else None
    counted = wiring.faults().open_by_place(call.customer_id, query.path, after)
    cursor = signer.write(counted.next, *bound_to) if counted.next else None
    return unless_known(Answer(200, hierarchy_wire(query.path, counted, cursor)), call.request)


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)


def _span(since: datetime, until: datetime, buckets: int) -> Span:
    """Raises InvalidRequest."""
    if not timedelta(0) < until - since <= MAX_SPAN:
        raise InvalidRequest(
            "The span is empty or too long.",
            {"from": [f"before `to`, by at most {MAX_SPAN.days} days"]},
        )
    return Span(since, until, buckets)
