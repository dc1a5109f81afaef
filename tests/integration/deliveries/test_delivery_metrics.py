"""What CloudWatch is told of deliveries: of those that are given up, and of those that are late."""

from typing import Any

import pytest

from functions.schedules import due_notes
from tests.integration.deliveries.conftest import MINUTE, PostOffice
from tests.support.lambda_context import Context
from tests.support.log_lines import metrics_in
from tests.support.receivers import Reply


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Any:
    return lambda: metrics_in(capsys.readouterr().out)


def test_deliveries_that_are_given_up_are_counted(office: PostOffice, written: Any):
    office.endpoint()
    office.receiver.decide = lambda _: Reply(410)
    office.lives(2)

    office.tell()

    assert written() == {"DeliveriesGivenUp": [4]}


def test_what_is_delivered_in_time_waits_for_nothing(office: PostOffice, written: Any):
    office.endpoint()
    office.lives(2)
    office.tell()
    office.minutes(1)

    assert written() == {"OldestDue": [0]}


def test_the_sweep_tells_how_late_the_latest_is(office: PostOffice, written: Any):
    office.endpoint()
    office.town.api.create()
    office.record()
    office.woken.clear()  # Lambda has lost the call
    office.town.clock.at += 7 * MINUTE

    due_notes.lambda_handler({}, Context())

    assert written() == {"OldestDue": [420]}
