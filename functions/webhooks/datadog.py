"""Monitors of Datadog, through its webhook with the payload of docs/point-your-sender-here.md."""

from faultbook import wiring
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.webhooks import datadog_schemas as schemas
from functions.webhooks.api import actor_of, api

_OVER = "Datadog says that it has recovered."


@api.route(
    "POST",
    "/webhooks/datadog",
    scope=Scope.WRITE,
    body=schemas.MonitorEvent,
    answers={204: None},
    max_body=schemas.MAX_EVENT,
)
def take_monitor(call: Call, body: schemas.MonitorEvent) -> Answer:
    """Open, follow and resolve the fault of a monitor's alert.

    `Recovered` resolves, and is taken also where a customer is over the quota; every other
    transition opens a fault or is a repetition of the open one.
    """
    # Here, so that the start of every other webhook does without it.
    from functions.webhooks import datadog_translate as translate  # noqa: PLC0415

    if translate.is_over(body):
        wiring.reports().resolve_reported(
            call.customer_id,
            translate.deduplication_key(body),
            actor_of(call),
            at=wiring.clock(),
            reason=_OVER,
        )
    else:
        wiring.admit(call.caller)
        report = translate.report_of(body, begin=call.caller.path)
        wiring.reports().report(call.customer_id, report, actor_of(call), follow=True)
    return Answer(204)
