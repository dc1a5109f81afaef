"""Alarms of CloudWatch through a topic of Amazon SNS: each changes one fault.

SNS has no credential of ours but the key in the address, so each message also has to be signed by
SNS, of a topic that the key names.
"""

from datetime import datetime

from faultbook import wiring
from faultbook.domain.errors import NotPermitted
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.telemetry import logger
from faultbook.usecases.caller import Scope
from functions.webhooks import sns_schemas as schemas
from functions.webhooks.api import CLOUDWATCH, actor_of, api

_OTHER_TOPIC = "The key names no such topic; `faultbook keys make --topic` makes one that does."


@api.route(
    "POST",
    CLOUDWATCH,
    scope=Scope.WRITE,
    body=schemas.SnsMessage,
    answers={204: None},
    max_body=schemas.MAX_SNS_MESSAGE,
)
def take(call: Call, body: schemas.SnsMessage) -> Answer:
    """Take a message of Amazon SNS: confirm the subscription, or open and resolve a fault.

    `ALARM` opens, `OK` resolves, and `INSUFFICIENT_DATA` is a comment on what is open. The topic is
    one that the key names, and SNS has signed the message within the last hour; raw message
    delivery signs nothing and is refused.
    """
    if body.TopicArn not in call.caller.topics:
        raise NotPermitted(_OTHER_TOPIC)
    wiring.sns_signatures().verify(body.model_dump())
    if body.Type == "SubscriptionConfirmation":
        wiring.sns().confirm(body.TopicArn, body.Token or "")
    elif body.Type == "Notification":
        _change(call, body)
    logger.info("message of SNS", extra={"type": body.Type, "topic": body.TopicArn})
    return Answer(204)


def _change(call: Call, body: schemas.SnsMessage) -> None:
    """Raises InvalidRequest for a message that is no alarm's, or TooManyRequests."""
    # Here, so that the start of every other webhook does without it.
    from functions.webhooks.cloudwatch_translate import alarm_in  # noqa: PLC0415

    alarm = alarm_in(body.Message, datetime.fromisoformat(body.Timestamp))
    if alarm.is_on:
        wiring.admit(call.caller)
    by = actor_of(call)
    wiring.alarms().changed(call.customer_id, alarm, by, begin=call.caller.path)
