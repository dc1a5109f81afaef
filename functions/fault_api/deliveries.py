"""Administration of endpoints: what each was told, how that went, and the same again."""

from datetime import datetime

from faultbook import wiring
from faultbook.domain import identifiers
from faultbook.domain.deliveries import Delivery, DeliveryFilter, DeliveryState
from faultbook.domain.endpoints import Endpoint
from faultbook.domain.errors import DeliveryNotFound, EndpointIsOff
from faultbook.gateway.api import Call
from faultbook.gateway.error_status import status_of
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from faultbook.usecases.delivery_log import Redelivery
from functions.fault_api import deliveries_answers as answers
from functions.fault_api import deliveries_schemas as schemas
from functions.fault_api.api import administration as api
from functions.fault_api.deliveries_translate import (
    delivery_wire,
    event_id_at,
    position_of,
    whole_delivery_wire,
)
from functions.fault_api.errors import problem_of
from functions.fault_api.notices import told_notice


@api.route(
    "GET",
    "/endpoints/<endpoint_id>/deliveries",
    scope=Scope.ADMIN,
    query=schemas.ListDeliveries,
    answers={200: answers.DeliveryList},
)
def list_deliveries(call: Call, query: schemas.ListDeliveries) -> Answer:
    """List what an endpoint was told in the last 30 days, by time of the event, newest first.

    A filter may leave a page short, or empty, while `meta.has_more` is true.
    """
    bound_to = _bound_to(call, "GET", query.state, query.from_, query.to)
    page = wiring.delivery_log().page(
        call.customer_id,
        call.parameters["endpoint_id"],
        DeliveryFilter(query.state, query.from_, query.to),
        query.limit,
        _after(query.cursor, bound_to),
    )
    cursor = _cursor(page.last, bound_to)
    body: answers.DeliveryList = {
        "data": [delivery_wire(delivery) for delivery in page.deliveries],
        "meta": {
            "count": len(page.deliveries),
            "cursor": cursor,
            "has_more": cursor is not None,
        },
    }
    return Answer(200, body)


@api.route(
    "GET",
    "/endpoints/<endpoint_id>/deliveries/<delivery_id>",
    scope=Scope.ADMIN,
    answers={200: answers.WholeDelivery},
)
def get_delivery(call: Call) -> Answer:
    """A delivery with its last 20 attempts; what is secret in their headers is not shown."""
    endpoint, delivery = wiring.delivery_log().get(
        call.customer_id, call.parameters["endpoint_id"], _delivery_id(call)
    )
    return _whole(call, endpoint, delivery)


@api.route(
    "POST",
    "/endpoints/<endpoint_id>/deliveries/<delivery_id>/redeliver",
    scope=Scope.ADMIN,
    answers={202: answers.Delivery},
    errors=(EndpointIsOff(),),
)
def redeliver(call: Call) -> Answer:
    """Send it again, whatever became of it, with the same `webhook-id`; at once if it can be."""
    again = wiring.delivery_log().redeliver(
        call.customer_id, call.parameters["endpoint_id"], _delivery_id(call)
    )
    return Answer(202, delivery_wire(again))


@api.route(
    "POST",
    "/endpoints/<endpoint_id>/deliveries/redeliver",
    scope=Scope.ADMIN,
    body=schemas.Redeliver,
    answers={200: answers.RedeliveryList},
    errors=(EndpointIsOff(),),
)
def redeliver_many(call: Call, body: schemas.Redeliver) -> Answer:
    """Send up to 100 again: those of a state, as `failed`, or of events of a span of time.

    The answer has a status for each. The oldest are taken first; while `meta.has_more` is true,
    the same request with `meta.cursor` as `cursor` goes on.
    """
    bound_to = _bound_to(call, "POST", body.state, body.from_, body.to)
    done = wiring.delivery_log().redeliver_all(
        call.customer_id,
        call.parameters["endpoint_id"],
        DeliveryFilter(body.state, body.from_, body.to),
        _after(body.cursor, bound_to),
    )
    cursor = _cursor(done.last, bound_to)
    answer: answers.RedeliveryList = {
        "data": [_redelivery_wire(call, one) for one in done.all],
        "meta": {
            "count": len(done.all),
            "cursor": cursor,
            "has_more": cursor is not None,
            "redelivered": sum(one.error is None for one in done.all),
        },
    }
    return Answer(200, answer)


def _whole(call: Call, endpoint: Endpoint, delivery: Delivery) -> Answer:
    public_url = wiring.public_url(call.request)
    notice = told_notice(endpoint, delivery.event, wiring.clock(), public_url)
    return Answer(
        200,
        whole_delivery_wire(
            delivery,
            lambda at: wiring.headers_of(endpoint, notice, at),
            public_url,
        ),
    )


def _delivery_id(call: Call) -> str:
    """Raises DeliveryNotFound for what no event has as its id."""
    delivery_id = call.parameters["delivery_id"]
    if identifiers.place_of_event_id(delivery_id) is None:
        wiring.endpoints().get(call.customer_id, call.parameters["endpoint_id"])
        raise DeliveryNotFound
    return delivery_id


def _redelivery_wire(call: Call, one: Redelivery) -> answers.Redelivery:
    return {
        "id": one.delivery.event.event_id,
        "status": status_of(one.error) if one.error else 202,
        "redelivered": one.error is None,
        "error": problem_of(one.error, call.request) if one.error else None,
    }


def _bound_to(
    call: Call, method: str, state: DeliveryState | None, *span: datetime | None
) -> tuple[str, ...]:
    route = f"{method} /endpoints/{call.parameters['endpoint_id']}/deliveries"
    return call.customer_id, route, state or "", *(str(at) for at in span)


def _after(cursor: str | None, bound_to: tuple[str, ...]) -> str | None:
    """The id behind which to go on. Raises InvalidCursor."""
    return event_id_at(wiring.cursor_signer().read(cursor, *bound_to)) if cursor else None


def _cursor(last: str | None, bound_to: tuple[str, ...]) -> str | None:
    return wiring.cursor_signer().write(position_of(last), *bound_to) if last else None
