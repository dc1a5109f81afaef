"""A refusal keeps nothing of its request: no frame, and with it no header."""

import gc
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest

from tests.support.builders import SteppingClock
from tests.support.fakes import InMemoryCommentStore, InMemoryFaultStore
from tests.support.native_api import NativeApi, native_api

TIMES = 1000
A_FEW = 50  # frames of whatever else runs in this process
RESOLVED, OPEN = "<resolved>", "<open>"


@pytest.fixture
def api() -> Iterator[NativeApi]:
    clock = SteppingClock()
    faults, comments = InMemoryFaultStore(clock), InMemoryCommentStore(clock)
    parts = {"fault_store": lambda: faults, "comment_store": lambda: comments}
    with native_api(None, clock, parts) as api:
        yield api


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("POST", f"/fault/{RESOLVED}/acknowledge", {}, 409),
        ("POST", f"/fault/{OPEN}/resolve", {"If-Match": '"99"'}, 412),
        ("POST", f"/fault/{OPEN}/comment", {}, 400),
        ("POST", f"/fault/{OPEN}", {}, 405),
        ("GET", "/fault/flt_nobodys", {}, 404),
        ("GET", "/fault/a/b/c", {}, 404),
        ("POST", "/fault", {"Content-Type": "text/plain"}, 415),
    ],
)
def test_a_thousand_refusals_leave_no_frames_behind(
    api: NativeApi, method: str, path: str, headers: dict[str, str], status: int
):
    resolved, standing = (str(api.create()["id"]) for _ in range(2))
    api("POST", f"/fault/{resolved}/resolve")
    path = path.replace(RESOLVED, resolved).replace(OPEN, standing)
    body: dict[str, Any] | None = {} if method == "POST" else None
    assert api(method, path, body, headers=headers).status == status
    before = frames()

    assert {api(method, path, body, headers=headers).status for _ in range(TIMES)} == {status}

    assert frames() - before < A_FEW


def frames() -> int:
    gc.collect()
    return sum(isinstance(one, FrameType) for one in gc.get_objects())
