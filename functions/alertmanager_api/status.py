"""What clients ask for before they ask for anything else: status, version, signs of life."""

from faultbook import wiring
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.alertmanager_api import answers, translate
from functions.alertmanager_api.api import api


@api.route("GET", "/api/v2/status", scope=Scope.READ, answers={200: answers.Status})
def get_status(_: Call) -> Answer:
    """Version and configuration, as far as there are such things here."""
    return Answer(200, translate.status_wire(wiring.clock()))


@api.route("GET", "/metrics", scope=None, answers={200: str})
def get_metrics(_: Call) -> Answer:
    """The version, which karma finds here and nowhere else."""
    text = f'alertmanager_build_info{{version="{translate.VERSION}"}} 1\n'
    return Answer(200, text, content_type="text/plain; version=0.0.4")


@api.route("GET", "/-/healthy", "/-/ready", scope=None, answers={200: str})
def get_health(_: Call) -> Answer:
    """A sign of life."""
    return Answer(200, "OK", content_type="text/plain")
