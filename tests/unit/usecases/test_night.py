"""Whatever dies and fails: nothing is lost, and each told opening is followed by its end."""

import itertools
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from faultbook.domain import storms
from faultbook.domain.endpoints import EndpointKind
from faultbook.domain.events import FaultEvent
from faultbook.domain.fault import ChangeKind
from faultbook.domain.storms import LIMIT, Storm
from faultbook.usecases import folding
from tests.support.builders import NOW
from tests.support.fault_histories import random_source
from tests.support.night import (
    Answer,
    Night,
    Receiver,
    an_opening,
    check_ledger,
    later,
    once,
    thanks,
)

FAULTS = 2000
LONG = timedelta(minutes=10)


def failing(answer: tuple[int | None, float], until: datetime) -> Answer:
    return lambda at: answer if at < until else thanks(at)


def a_night(night: Night, faults: int, span: timedelta) -> None:
    """Faults open evenly within the span, and most of them end five minutes later."""
    changes: list[FaultEvent] = []
    for number in range(faults):
        opened = an_opening(number, NOW + span * number / faults)
        changes.append(opened)
        if number % 4:
            end = opened.at + timedelta(minutes=5)
            changes.append(later(opened, ChangeKind.RESOLVED, end))
    changes.sort(key=lambda event: (event.at, event.fault.number))
    minute = night.clock.at
    for first in range(0, len(changes), 40):
        batch = changes[first : first + 40]
        night.clock.at = max(night.clock.at, batch[-1].at)
        night.happens(*batch)
        night.deliver()
        if night.clock.at - minute >= timedelta(minutes=1):
            minute = night.clock.at
            night.sweep()


def test_two_thousand_faults_through_ten_endpoints_with_deaths_between():
    until = NOW + LONG
    receivers = {f"good_{number}": Receiver() for number in range(5)} | {
        "failing_1": Receiver(failing((503, 0.01), until)),
        "failing_2": Receiver(failing((429, 0.01), until)),
        "hanging": Receiver(failing((None, 10), until)),
        "gone": Receiver(lambda _: (410, 0.01)),
        "away": Receiver(lambda _: (302, 0.01)),
    }
    night = Night(receivers)
    night.deliveries.draw, night.deliveries.often = random_source(7), 0.0005

    a_night(night, FAULTS, LONG)
    night.minutes(30)

    gone, away = night.receivers.pop("gone"), night.receivers.pop("away")
    assert (gone.taken, away.taken) == ([], [])
    assert len({event.event_id for event in gone.received}) == 1
    assert len({event.event_id for event in away.received}) == 1
    for receiver in night.receivers.values():
        check_ledger(receiver, night.told)


def test_a_storm_is_one_message_a_minute_and_told_openings_have_their_ends():
    night = Night({"ops": Receiver()})

    a_night(night, FAULTS, timedelta(minutes=1))
    night.settle()

    check_ledger(night.receivers["ops"], night.told)
    taken = list(once(night.receivers["ops"].taken))
    told = [event for event in taken if isinstance(event, Storm)]
    assert [(storm.minute, storm.types) for storm in told][:1] == [
        (NOW, {"fault.opened": FAULTS - LIMIT})
    ]
    assert len(told) <= 4
    ends = [one for one in taken if isinstance(one, FaultEvent) and one.version == 2]
    assert len(ends) < 2 * LIMIT


def test_as_many_as_a_minute_takes_are_no_storm():
    night = Night({"ops": Receiver()})

    night.happens(*(an_opening(number, NOW) for number in range(LIMIT)))
    night.deliver()

    assert len(night.receivers["ops"].taken) == LIMIT
    assert night.deliveries.lanes == {}


def test_what_is_over_the_measure_of_a_minute_waits_for_its_end():
    night = Night({"ops": Receiver()})

    for number in range(LIMIT + 40):
        night.happens(an_opening(number, NOW))
    night.deliver()
    at_once = len(night.receivers["ops"].taken)
    night.minutes(2)

    assert at_once == LIMIT
    storm = night.receivers["ops"].taken[-1]
    assert isinstance(storm, Storm)
    assert storm.count == 40
    assert sum(storm.sites.values()) == 40
    check_ledger(night.receivers["ops"], night.told)


def test_a_pager_is_told_of_each_alert():
    night = Night({"pager": Receiver()}, kind=EndpointKind.PAGERDUTY)

    night.happens(*(an_opening(number, NOW) for number in range(LIMIT + 40)))
    night.deliver()
    night.minutes(2)

    assert len(night.receivers["pager"].taken) == LIMIT + 40


def test_whoever_is_asked_too_much_is_asked_half_as_often():
    """And from then on twice as often with each run that goes well."""
    times: list[datetime] = []

    def answer(at: datetime) -> tuple[int | None, float]:
        times.append(at)
        return (429, 0.0) if len(times) in {1, 2, 3} else (200, 0.0)

    night = Night({"ops": Receiver(answer)})
    night.happens(*(an_opening(number, NOW) for number in range(100)))
    night.deliver()
    night.minutes(8)

    assert len(night.receivers["ops"].taken) == 100
    gaps = [(after - at).total_seconds() for at, after in itertools.pairwise(times[3:])]
    assert gaps[0] >= 0.2
    assert min(gaps) >= 0.1
    assert night.deliveries.lanes == {}


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["change", "change", "acknowledge", "deliver", "minute"]),
        st.integers(0, 25),
    ),
    max_size=60,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=CHANGES, seed=st.integers(0, 1000), often=st.sampled_from([0.0, 0.02]))
def test_in_any_storm_nothing_is_lost_and_told_openings_have_their_ends(
    changes: list[tuple[int, str, int]], seed: int, often: float
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storms, "LIMIT", 3)
        patch.setattr(folding, "LIMIT", 3)
        patch.setattr(folding, "_LOOK_BACK_FROM", 1)
        draw = random_source(seed)
        night = Night({"ops": Receiver(lambda _: (draw.choice([200, 200, 503, 400]), 0.1))})
        night.deliveries.draw, night.deliveries.often = draw, often
        latest: dict[int, FaultEvent] = {}
        for number, what, seconds in changes:
            night.clock.at += timedelta(seconds=seconds)
            if what == "deliver":
                night.deliver()
            elif what == "minute":
                night.minutes(1)
            elif what == "change" or number in latest:
                latest[number] = next_of(latest.get(number), number, what, night.clock.at)
                night.happens(latest[number])
        night.clock.at += timedelta(hours=6)
        night.settle()

        check_ledger(night.receivers["ops"], night.told)


def next_of(event: FaultEvent | None, number: int, what: str, at: datetime) -> FaultEvent:
    if event is None:
        return an_opening(number, at)
    if what == "acknowledge" and event.fault.is_open:
        return later(event, ChangeKind.ACKNOWLEDGED, at)
    return later(event, ChangeKind.RESOLVED if event.fault.is_open else ChangeKind.REOPENED, at)
