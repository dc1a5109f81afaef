"""Silences: there are none, and that can be read."""

from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.alertmanager_api import answers
from functions.alertmanager_api.api import api
from functions.alertmanager_api.errors import SilenceNotFound


@api.route(
    "GET",
    "/api/v2/silences",
    scope=Scope.READ,
    answers={200: list[answers.Silence]},
)
def list_silences(_: Call) -> Answer:
    """None."""
    return Answer(200, [])


@api.route(
    "GET",
    "/api/v2/silence/<silence_id>",
    scope=Scope.READ,
    answers={200: answers.Silence},
)
def get_silence(_: Call) -> Answer:
    """None is there. Raises SilenceNotFound."""
    raise SilenceNotFound
