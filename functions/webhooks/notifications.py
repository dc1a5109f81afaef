"""Notifications of Alertmanager and Grafana: each alert in them is a fault."""

from contextlib import suppress
from datetime import datetime
from functools import partial

from faultbook import wiring
from faultbook.domain.errors import Conflict, FaultNotFound, InvalidRequest, Unavailable
from faultbook.gateway.api import Call
from faultbook.gateway.errors import RouteNotFound
from faultbook.gateway.http import Answer
from faultbook.gateway.sender_api import each_by_itself
from faultbook.gateway.validation import validated
from faultbook.usecases.caller import Scope
from faultbook.usecases.target import Target
from functions.webhooks import answers, schemas, translate
from functions.webhooks.api import actor_of, api

_OVER = "The notification says that it is over."
_TOO_MANY = f"At most {schemas.MAX_ALERTS} alerts at a time; from this one on none was taken."


@api.route(
    "POST PUT",
    "/webhooks/alertmanager",
    "/webhooks/grafana",
    scope=Scope.WRITE,
    body=schemas.Notification,
    answers={200: answers.Taken},
    errors=(RouteNotFound(),),  # of a tool that is not known here
    max_body=schemas.MAX_NOTIFICATION,
)
def notify(call: Call, body: schemas.Notification) -> Answer:
    """Open, follow and resolve faults, one for each set of labels, as pushes of the same alerts do.

    What is over is taken also where a customer is over the quota. A payload of one's own making is
    refused: take the tool's own.
    """
    now = wiring.clock()
    refused: dict[int, InvalidRequest] = {}
    told: list[schemas.NotifiedAlert] = []
    for place, alert in enumerate(body.alerts[: schemas.MAX_ALERTS]):
        try:
            told.append(validated(schemas.NotifiedAlert.model_validate, alert))
        except InvalidRequest as error:
            refused[place] = error
    if len(body.alerts) > schemas.MAX_ALERTS:
        refused[schemas.MAX_ALERTS] = InvalidRequest(_TOO_MANY)
    over = [alert for alert in told if alert.status == "resolved"]
    failed = each_by_itself(partial(_end, call, alert, now) for alert in over)
    firing = [alert for alert in told if alert.status == "firing"]
    failed = _stand(call, firing, body.truncatedAlerts, now) or failed
    if failed:
        raise failed
    return Answer(200, translate.taken_wire(len(told), refused))


def _end(call: Call, told: schemas.NotifiedAlert, now: datetime) -> None:
    wiring.alerts().is_over(
        call.customer_id,
        translate.alert_of(told, now).deduplication_key,
        actor_of(call),
        at=translate.ended_at(told, now),
        reason=_OVER,
    )


def _stand(
    call: Call, firing: list[schemas.NotifiedAlert], truncated: int, now: datetime
) -> Unavailable | None:
    """Raises TooManyRequests."""
    if not firing:
        return None
    wiring.admit(call.caller)
    path_labels = wiring.alert_path_labels(call.customer_id)
    numbers: list[int] = []

    def stand(told: schemas.NotifiedAlert) -> None:
        alert = translate.alert_of(told, now)
        report = alert.report(
            reporter=call.caller.name, begin=call.caller.path, path_labels=path_labels
        )
        numbers.append(wiring.alerts().stands(call.customer_id, report, actor_of(call)))

    failed = each_by_itself(partial(stand, told) for told in firing)
    if truncated and numbers and not failed:
        target = Target(call.customer_id, numbers[0], actor_of(call))
        with suppress(FaultNotFound, Conflict):
            wiring.comments().add(target, translate.left_out(truncated))
    return failed
