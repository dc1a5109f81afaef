"""The native API: faults that are left alone for a while."""

from faultbook import wiring
from faultbook.domain.errors import Conflict
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fault_api import answers, schemas
from functions.fault_api.api import faults as api
from functions.fault_api.api import target_of, whole

_RESOLVED = "The fault is resolved; only an open one can be snoozed."
_PATHS = ("/fault/<fault_id>/snooze", "/faults/<fault_id>/snooze")


@api.route(
    "POST",
    *_PATHS,
    scope=Scope.WRITE,
    body=schemas.Snooze,
    answers={200: answers.Fault},
    headers=("If-Match",),
    answer_headers=("ETag",),
    errors=(Conflict(_RESOLVED),),
)
def snooze_fault(call: Call, body: schemas.Snooze) -> Answer:
    """Leave an open fault alone until then; acknowledging or resolving it ends that.

    At its end, up to a minute late, the fault asks for attention again: an acknowledgement goes.
    """
    fault = wiring.snoozes().snooze(target_of(call), body.until, body.reason)
    if fault.snooze is None:
        raise Conflict(_RESOLVED)
    return whole(fault)


@api.route(
    "DELETE",
    *_PATHS,
    scope=Scope.WRITE,
    answers={200: answers.Fault},
    headers=("If-Match",),
    answer_headers=("ETag",),
)
def end_snooze(call: Call) -> Answer:
    """End a snooze before its time."""
    return whole(wiring.snoozes().end(target_of(call)))
