"""Statistics: how many incidents, when, how grave, of which services."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.domain.errors import InvalidRequest
from faultbook.domain.fault import Status
from faultbook.domain.spans import MAX_SPAN, Span, whole_second_after
from faultbook.domain.statistics import Subject
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from faultbook.usecases.read_statistics import Statistics
from functions.incidents_api import answers, schemas
from functions.incidents_api import statistics_translate as translate
from functions.incidents_api.api import handle, kind_in, make_api
from functions.incidents_api.translate import STATUS

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from faultbook.domain.statistics import Tally

api = make_api("incidents statistics")
wiring.prepare(wiring.statistics)

DEFAULT_SPAN = timedelta(days=1)
TOP = 10
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


@api.route(
    "GET",
    "/api/v1/statistics/buckets",
    scope=Scope.READ,
    query=schemas.ReadBuckets,
    answers={200: list[answers.Bucket]},
)
def count_in_buckets(call: Call, query: schemas.ReadBuckets) -> Answer:
    """Incidents by type, in buckets: those resolved in each, or without status=RESOLVED opened."""
    span = _span(query.timestamp_from, query.timestamp_to, query.buckets)
    resolved = query.status == "RESOLVED"
    if query.resolution is not None:
        status = Status.RESOLVED if resolved else Status.UNRESOLVED
        found = wiring.counts().by_resolution(call.customer_id, span, status, query.resolution)
        kinds = [query.type] if query.type else list(translate.RANKINGS)
        counts = [{kind.value: tally[kind] for kind in kinds} for tally in found]
        return Answer(200, translate.buckets_wire(span.borders(), counts))
    statistics = _read(call.customer_id, span)
    subject = Subject.RESOLVED if resolved else Subject.OPENED
    tallies = (translate.by_kind(tally, subject, query.type) for tally in statistics.buckets)
    return Answer(200, translate.buckets_wire(statistics.borders, tallies))


@api.route(
    "GET",
    "/api/v1/statistics/current",
    scope=Scope.READ,
    query=schemas.ReadCurrent,
    answers={200: answers.Count},
)
def count_now(call: Call, query: schemas.ReadCurrent) -> Answer:
    """How many incidents there are at this moment."""
    count: answers.Count = {"count": translate.current_count(_current(call, query), query.type)}
    return Answer(200, count)


@api.route(
    "GET",
    "/api/v1/statistics/current/priority",
    scope=Scope.READ,
    query=schemas.ReadCurrent,
    answers={200: dict[str, int]},
)
def count_now_by_priority(call: Call, query: schemas.ReadCurrent) -> Answer:
    """How many incidents there are at this moment, by priority."""
    return Answer(200, translate.by_priority(_current(call, query), query.type))


@api.route(
    "GET",
    "/api/v1/statistics/severity",
    scope=Scope.READ,
    query=schemas.ReadSeverities,
    answers={200: list[answers.Bucket]},
)
def count_severities(call: Call, query: schemas.ReadSeverities) -> Answer:
    """Incidents opened, by severity, in buckets."""
    span = _span(query.timestamp_from, query.timestamp_to, query.buckets)
    statistics = _read(call.customer_id, span)
    tallies = (translate.by_severity(tally, Subject.OPENED) for tally in statistics.buckets)
    return Answer(200, translate.buckets_wire(statistics.borders, tallies))


@api.route(
    "GET",
    "/api/v1/statistics/<type>/count",
    scope=Scope.READ,
    query=schemas.Span,
    answers={200: answers.CountByStatus},
)
def count_in_span(call: Call, query: schemas.Span) -> Answer:
    """How many incidents of a type were opened and resolved in a span of time."""
    kind = kind_in(call)
    totals = _read(call.customer_id, _span(query.timestamp_from, query.timestamp_to)).totals
    opened = translate.by_kind(totals, Subject.OPENED, kind)
    resolved = translate.by_kind(totals, Subject.RESOLVED, kind)
    counts: answers.CountByStatus = {"OPEN": opened[kind], "RESOLVED": resolved[kind]}
    return Answer(200, counts)


@api.route(
    "GET",
    "/api/v1/statistics/<type>/services",
    scope=Scope.READ,
    query=schemas.ReadServices,
    answers={200: list[answers.ServiceCount]},
)
def rank_services(call: Call, query: schemas.ReadServices) -> Answer:
    """The ten services with most incidents of a type that began in a span of time."""
    kind = kind_in(call)
    span = _span(
        query.start_timestamp_from,
        query.start_timestamp_to,
        names=("startTimestampFrom", "startTimestampTo"),
    )
    top = wiring.statistics().top(
        call.customer_id, span, ranking=translate.RANKINGS[kind], length=TOP
    )
    return Answer(200, translate.services_wire(top))


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return handle(api, event)


def _read(customer_id: str, span: Span) -> Statistics:
    return wiring.statistics().read(customer_id, span, top=0)


def _current(call: Call, query: schemas.ReadCurrent) -> "Tally":
    return wiring.counts().current(call.customer_id, STATUS[query.status])


def _span(
    since: datetime | None,
    until: datetime | None,
    buckets: int = 1,
    *,
    names: tuple[str, str] = ("timestampFrom", "timestampTo"),
) -> Span:
    """Raises InvalidRequest."""
    end = until or whole_second_after(wiring.clock())
    begin = since or max(end - DEFAULT_SPAN, _FIRST)
    if not timedelta(0) < end - begin <= MAX_SPAN:
        complaint = f"before {names[1]}, by at most {MAX_SPAN.days} days"
        raise InvalidRequest("The span is empty or too long.", {names[0]: [complaint]})
    return Span(begin, end, buckets)
