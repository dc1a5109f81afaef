"""A refusal keeps nothing of its request: no frame, and with it no header."""

import gc
from collections.abc import Iterator
from types import FrameType

import pytest

from tests.support.fortimonitor_world import FIRST_NUMBER, FortiMonitorWorld
from tests.support.fresh_wiring import forget_wiring

TIMES = 1000
A_FEW = 50  # frames of whatever else runs in this process
OVER, FULL = FIRST_NUMBER, FIRST_NUMBER + 1000


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[FortiMonitorWorld]:
    world = FortiMonitorWorld(monkeypatch)
    opened = {"method": "POST", "path": "/v2/server/42/custom_incident"}
    full = {str(i): i for i in range(50)}
    world.given(opened | {"body": {"description": "Over"}})
    world.given(opened | {"body": {"description": "Full", "metadata": full}})
    world.given({"method": "PUT", "path": f"/v2/outage/{OVER}/force_resolve"})
    yield world
    forget_wiring()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", f"/v2/outage/{OVER}/acknowledge", 400),
        ("POST", f"/v2/outage/{FULL}/outage_metadata", 400),
        ("GET", f"/v2/outage/{FULL}/outage_metadata/99", 404),
        ("GET", f"/v2/outage/{FULL}/outage_log/99", 404),
        ("GET", "/v2/outage/x", 404),
        ("PUT", "/v2/outage/7/delay/x", 400),
        ("GET", "/v2/server/ ", 404),
        ("GET", "/v2/compound_service/ /outage", 404),
        ("GET", "/v2/user/1", 404),
        ("GET", "/v2/schema/resources/nonsense", 404),
        ("PUT", "/v2/public/outage/X/escalate", 404),
    ],
)
def test_a_thousand_refusals_leave_no_frames_behind(
    world: FortiMonitorWorld, method: str, path: str, status: int
):
    body = {"outage_metadata_type": "more", "value": "x"} if method != "GET" else None
    request = {"method": method, "path": path, "body": body}
    assert world.send(request)["statusCode"] == status
    before = frames()

    assert {world.send(request)["statusCode"] for _ in range(TIMES)} == {status}

    assert frames() - before < A_FEW


def frames() -> int:
    gc.collect()
    return sum(isinstance(one, FrameType) for one in gc.get_objects())
