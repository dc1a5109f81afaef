"""What became of a request, within its id: the work is done before it is answered.

A UUID of version 8: 53 bits of the alert's number, 5 of the action, 3 of how it went, 29 of the
second, and 32 of a signature that binds them to the customer. Nothing is stored for it.
"""

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum, StrEnum

from faultbook.domain.identifiers import NUMBER_BITS

_ACTION_BITS, _OUTCOME_BITS, _SECONDS_BITS, _TAG_BITS = 5, 3, 29, 32
_VERSION, _VARIANT = 8, 0b10  # RFC 9562, 5.8
_EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
_PURPOSE = b"opsgenie request\n"


class Action(StrEnum):
    """By its place in this list; what is new comes last."""

    CREATE = "Create"
    ACKNOWLEDGE = "Acknowledge"
    UNACKNOWLEDGE = "UnAcknowledge"
    CLOSE = "Close"
    SNOOZE = "Snooze"
    ADD_NOTE = "AddNote"
    ADD_TAGS = "AddTags"
    REMOVE_TAGS = "RemoveTags"
    ADD_DETAILS = "AddDetails"
    REMOVE_DETAILS = "RemoveDetails"
    ASSIGN = "AssignOwnership"
    ESCALATE = "EscalateToNext"
    ADD_RESPONDER = "AddResponder"
    ADD_TEAM = "AddTeam"
    CUSTOM = "ExecuteCustomAction"
    MESSAGE = "UpdateMessage"
    DESCRIPTION = "UpdateDescription"
    PRIORITY = "UpdatePriority"
    DELETE = "Delete"


class Outcome(IntEnum):
    DONE = 0
    NO_ALERT = 1
    NOT_OPEN = 2
    ALREADY = 3


_STATUS = {  # Zabbix's script looks for these words (templates/media/opsgenie)
    Outcome.NO_ALERT: "Alert does not exist",
    Outcome.NOT_OPEN: "There is no open alert",
    Outcome.ALREADY: "Alert is already in this state",
}
_DONE = {
    Action.CREATE: "Created alert",
    Action.ACKNOWLEDGE: "Acknowledged alert",
    Action.UNACKNOWLEDGE: "Unacknowledged alert",
    Action.CLOSE: "Closed alert",
    Action.SNOOZE: "Snoozed alert",
    Action.DELETE: "Deleted alert",
}
_ACTIONS = list(Action)


@dataclass(frozen=True, slots=True)
class Processed:
    """`number` is 0 where there was no alert."""

    number: int
    action: Action
    outcome: Outcome
    at: datetime

    @property
    def status(self) -> str:
        return _STATUS.get(self.outcome) or _DONE.get(self.action, "Updated alert")


def request_id_of(processed: Processed, customer_id: str, secret: bytes) -> str:
    payload = processed.number
    payload = payload << _ACTION_BITS | _ACTIONS.index(processed.action)
    payload = payload << _OUTCOME_BITS | processed.outcome
    payload = payload << _SECONDS_BITS | int((processed.at - _EPOCH).total_seconds())
    bits = payload << _TAG_BITS | _tag(payload, customer_id, secret)
    high, middle, low = bits >> 74, bits >> 62 & 0xFFF, bits & (1 << 62) - 1
    number = high << 80 | _VERSION << 76 | middle << 64 | _VARIANT << 62 | low
    return str(uuid.UUID(int=number))


def processed_of(request_id: str, customer_id: str, secret: bytes) -> Processed | None:
    """None for what no request of this customer was answered with."""
    try:
        number = uuid.UUID(request_id).int
    except ValueError:
        return None
    if number >> 76 & 0xF != _VERSION or number >> 62 & 0b11 != _VARIANT:
        return None
    bits = (number >> 80) << 74 | (number >> 64 & 0xFFF) << 62 | number & (1 << 62) - 1
    payload, tag = bits >> _TAG_BITS, bits & (1 << _TAG_BITS) - 1
    expected = _tag(payload, customer_id, secret)
    if not hmac.compare_digest(tag.to_bytes(4, "big"), expected.to_bytes(4, "big")):
        return None
    rest, seconds = payload >> _SECONDS_BITS, payload & (1 << _SECONDS_BITS) - 1
    rest, outcome = rest >> _OUTCOME_BITS, rest & (1 << _OUTCOME_BITS) - 1
    number, action = rest >> _ACTION_BITS, rest & (1 << _ACTION_BITS) - 1
    return Processed(
        number, _ACTIONS[action], Outcome(outcome), _EPOCH + timedelta(seconds=seconds)
    )


def _tag(payload: int, customer_id: str, secret: bytes) -> int:
    size = (NUMBER_BITS + _ACTION_BITS + _OUTCOME_BITS + _SECONDS_BITS + 7) // 8
    message = _PURPOSE + customer_id.encode() + b"\n" + payload.to_bytes(size, "big")
    return int.from_bytes(hmac.new(secret, message, hashlib.sha256).digest()[:4], "big")
