"""Alerts pushed by Prometheus, vmalert, the rulers of Loki and Mimir, amtool."""

from datetime import datetime, timedelta
from functools import partial

from faultbook import wiring
from faultbook.domain.detail import mark_of
from faultbook.domain.errors import InvalidRequest
from faultbook.domain.lease import Lease
from faultbook.gateway.api import Call
from faultbook.gateway.errors import TooManyRequests
from faultbook.gateway.http import Answer
from faultbook.gateway.sender_api import each_by_itself
from faultbook.gateway.validation import validated
from faultbook.usecases.caller import Scope
from functions.alertmanager_api import schemas, translate
from functions.alertmanager_api.api import actor_of, api

RESOLVE_TIMEOUT = timedelta(minutes=5)  # Alertmanager's own, of alerts without an end
LATELY = 150.0  # seconds in which a repeated, unchanged alert is skipped
_MAX_SHOWN = 10  # refused alerts that an error lists
_OVER = "Prometheus says that it is over."


@api.route(
    "POST",
    "/api/v2/alerts",
    scope=Scope.WRITE,
    body=schemas.PostableAlerts,
    answers={200: None},
    max_body=schemas.MAX_PUSH,
)
def push_alerts(call: Call, body: schemas.PostableAlerts) -> Answer:
    """Open, update and resolve faults, one for each set of labels.

    400 where an alert is not valid; the others are still taken. Resolved alerts are taken even
    when the customer is over the quota.
    """
    now = wiring.clock()
    alerts, refused = _valid(body)
    resolved = [alert for alert in alerts if alert.endsAt and alert.endsAt <= now]
    firing = [alert for alert in alerts if not alert.endsAt or alert.endsAt > now]
    waiting = _admit(call, firing)
    actions = [partial(_end, call, alert, now) for alert in resolved]
    actions += [] if waiting else [partial(_stand, call, alert, now) for alert in firing]
    if failed := each_by_itself(actions) or waiting:
        raise failed
    if refused:
        raise InvalidRequest("Not all alerts are valid.", dict(list(refused.items())[:_MAX_SHOWN]))
    return Answer(200)


def _valid(
    body: schemas.PostableAlerts,
) -> tuple[list[schemas.PostableAlert], dict[str, list[str]]]:
    """The valid alerts, and what is wrong with the others, by position."""
    alerts: list[schemas.PostableAlert] = []
    refused: dict[str, list[str]] = {}
    for place, item in enumerate(body.root[: schemas.MAX_ALERTS]):
        try:
            alert = validated(schemas.PostableAlert.model_validate, item)
            translate.check(alert)
        except InvalidRequest as error:
            refused |= {f"{place}.{name}": list(why) for name, why in error.fields.items()}
        else:
            alerts.append(alert)
    if len(body.root) > schemas.MAX_ALERTS:
        refused[str(schemas.MAX_ALERTS)] = [f"at most {schemas.MAX_ALERTS} alerts at a time"]
    return alerts, refused


def _admit(call: Call, firing: list[schemas.PostableAlert]) -> TooManyRequests | None:
    try:
        if firing:
            wiring.admit(call.caller)
    except TooManyRequests as error:
        return error
    return None


def _stand(call: Call, pushed: schemas.PostableAlert, now: datetime) -> None:
    alert = translate.alert_of(pushed, now)
    digest = mark_of(pushed.model_dump(mode="json", exclude={"endsAt"}))
    place = (call.customer_id, alert.deduplication_key)
    if wiring.lately_pushed().recall(place, LATELY) == (digest,):
        return
    lease = Lease(pushed.endsAt or now + RESOLVE_TIMEOUT, now)
    report = alert.report(
        reporter=call.caller.name,
        begin=call.caller.path,
        path_labels=wiring.alert_path_labels(call.customer_id),
    )
    wiring.alerts().stands(call.customer_id, report, actor_of(call), lease)
    wiring.lately_pushed().keep(place, digest)


def _end(call: Call, pushed: schemas.PostableAlert, now: datetime) -> None:
    key = translate.alert_of(pushed, now).deduplication_key
    wiring.lately_pushed().forget((call.customer_id, key))
    at = pushed.endsAt or now
    wiring.alerts().is_over(call.customer_id, key, actor_of(call), at=at, reason=_OVER)
