"""An outage of one customer, small: what its counters cost, and that they are right."""

import pytest

from faultbook import wiring
from faultbook.domain.statistics import Measure, Subject
from tests.integration.stream.conftest import Recorder
from tests.support.storms import Storm, StormClient, Stream

COUNTERS = 2.5  # write units a change, at most

STORMS = {
    "of as many devices": Storm(faults=400, resources=400),
    "of a site's devices": Storm(faults=400, resources=40),
    "of one device": Storm(faults=400, resources=1),
    "of services": Storm(faults=400, resources=400, services=2),
}


@pytest.mark.parametrize("name", STORMS)
def test_counters_of_a_storm_keep_their_budget(
    recorder: Recorder, name: str, monkeypatch: pytest.MonkeyPatch
):
    storm = STORMS[name]
    client = StormClient(recorder.client)
    monkeypatch.setattr(wiring.stores, "dynamodb", lambda: client)
    stream = Stream(recorder.tables.faults)
    faults = storm.openings()

    for changed in (stream.opened, stream.resolved):
        client.units.clear()
        stream.records.clear()
        changed(faults)
        for batch in stream.batches():
            assert recorder.invoke(batch) == []
        assert client.units[recorder.tables.statistics] / storm.faults <= COUNTERS

    watermark = recorder.statistics.watermark(storm.customer)
    assert watermark.now[Measure(Subject.RESOLVED_NOW)] == storm.faults
    assert client.refused == 0
