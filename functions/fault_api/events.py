"""The native API: the event log, which clients also poll for news."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.domain.events import EventFilter
from faultbook.domain.listing import Position
from faultbook.domain.times import microseconds
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.gateway.preconditions import is_known
from faultbook.secret_store import SecretName
from faultbook.usecases.caller import Scope
from faultbook.usecases.read_events import BEGINNING
from functions.fault_api import events_answers as answers
from functions.fault_api import events_schemas as schemas
from functions.fault_api.api import make_api
from functions.fault_api.events_translate import event_wire

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

api = make_api()
wiring.prepare(wiring.events, further_secrets=[SecretName.CURSOR])


@api.route(
    "GET",
    "/events",
    scope=Scope.READ,
    query=schemas.ListEvents,
    answers={200: answers.EventList, 304: None},
    headers=("If-None-Match",),
    answer_headers=("ETag",),
)
def list_events(call: Call, query: schemas.ListEvents) -> Answer:
    """What happened to faults, oldest first, from a place on; kept for 30 days.

    Complete and in order of recording: what is recorded later stands behind everything that was
    answered before, however late it is. An event appears three seconds after it was recorded.
    `meta.cursor` is always there: ask again with it as `after`, and with the ETag as
    `If-None-Match`, and 304 says for half a read unit that nothing has happened since. A filter
    may leave a page empty while `meta.has_more` is true.
    """
    head = wiring.events().head(call.customer_id)
    if is_known(_tag(head), call.request):
        return Answer(304, None, {"ETag": _tag(head)})
    page = wiring.events().page(
        call.customer_id,
        EventFilter(query.types or frozenset(), query.path or ""),
        query.limit,
        after=_place(call, query, head),
        head=head,
    )
    url = wiring.public_url(call.request)
    body: answers.EventList = {
        "data": [event_wire(event, url) for event in page.events],
        "meta": {
            "count": len(page.events),
            "cursor": wiring.cursor_signer().write(page.last, *_bound_to(call)),
            "has_more": page.has_more,
        },
    }
    tag = _tag(page.last, is_end=not page.has_more)
    return Answer(200, body, {"ETag": tag})


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)


def _place(call: Call, query: schemas.ListEvents, head: Position) -> Position:
    """A cursor works with other filters too: it is a position in the log. Raises InvalidCursor."""
    if query.after is None:
        return BEGINNING
    if query.after == schemas.LATEST:
        return head
    return wiring.cursor_signer().read(query.after, *_bound_to(call))


def _bound_to(call: Call) -> tuple[str, str]:
    return call.customer_id, "GET /events"


def _tag(place: Position, *, is_end: bool = True) -> str:
    """The head's own, where everything up to it was returned."""
    written = microseconds(place.at)
    return f'W/"{written}"' if is_end else f'W/"{written}.{place.number}"'
