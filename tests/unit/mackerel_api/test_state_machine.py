"""Any order of reports, closings and notes over in-memory stores."""

from contextlib import ExitStack

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.support.mackerel_machine import Alerts
from tests.support.mackerel_world import World
from tests.unit.mackerel_api.conftest import world_in_memory


def test_alerts_are_as_the_model_says_after_each_step():
    class InMemory(Alerts):
        def new_world(self, closing: ExitStack) -> World:
            del closing
            return world_in_memory()

    run_state_machine_as_test(InMemory, settings=settings(max_examples=30, stateful_step_count=40))
