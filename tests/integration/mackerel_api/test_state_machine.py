"""Any order of reports, closings and notes over the real stores."""

from contextlib import ExitStack

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integration.mackerel_api.conftest import world_on
from tests.support.builders import SteppingClock
from tests.support.engines import Engine
from tests.support.mackerel_machine import Alerts
from tests.support.mackerel_world import World


def test_alerts_are_as_the_model_says_after_each_step(dynoxide: Engine):
    class OnDynoxide(Alerts):
        def new_world(self, closing: ExitStack) -> World:
            tables = closing.enter_context(dynoxide.fresh_tables())
            return world_on(dynoxide.client, tables, SteppingClock())

    run_state_machine_as_test(OnDynoxide, settings=settings(max_examples=8, stateful_step_count=20))
