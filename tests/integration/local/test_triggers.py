"""Stream, expiry and schedules of a stack that is moved by hand."""

import subprocess
import sys
import time
import uuid

import httpx
import pytest

from local.failures import FailureQueue
from local.stack import LocalStack
from local.template import ROOT
from tests.integration.local.conftest import TEMPLATE, StackMaker
from tests.integration.local.things import copied, delete, exists, put

IN_A_YEAR = 365 * 86_400


@pytest.fixture
def name() -> str:
    return uuid.uuid4().hex


def queue_of(stack: LocalStack) -> FailureQueue:
    return FailureQueue(stack.directory / "failures", "FailuresQueue")


def test_changes_reach_the_function_in_order_and_only_once_it_is_told(stack: LocalStack, name: str):
    put(stack, name, v=1)
    put(stack, name, v=2)
    delete(stack, name)
    before = copied(stack, name)

    drained = stack.drain()

    assert before == []
    assert [event for event, _ in copied(stack, name)] == ["INSERT", "MODIFY", "REMOVE"]
    assert drained["records"] == 3
    assert stack.drain() == {"records": 0, "invocations": 0, "given_up": 0}


def test_what_the_filter_refuses_never_reaches_the_function(stack: LocalStack, name: str):
    """The function's own writes are changes of the same table."""
    put(stack, name, v=1)
    stack.drain()
    stack.drain()

    assert copied(stack, name) == [("INSERT", "somebody")]


def test_a_record_that_always_crashes_is_kept_apart_from_its_neighbours(
    stack: LocalStack, name: str
):
    put(stack, f"{name}-1", v=1)
    put(stack, f"crash-{name}", v=1)
    put(stack, f"{name}-2", v=1)
    queued = len(queue_of(stack).messages())

    drained = stack.drain()

    assert drained["given_up"] == 1
    assert copied(stack, f"{name}-1") == copied(stack, f"{name}-2") == [("INSERT", "somebody")]
    message = queue_of(stack).messages()[queued]
    assert message["DDBStreamBatchInfo"]["batchSize"] == 1
    assert message["requestContext"]["condition"] == "RetryAttemptsExhausted"


@pytest.mark.parametrize("store", ["dynoxide", "moto"])
def test_an_expired_item_is_removed_by_the_service(make_stack: StackMaker, store: str):
    stack = make_stack(store=store).start()
    now = int(time.time())
    put(stack, "expired", ttl=now - 1)
    put(stack, "alive", ttl=now + 3600)
    put(stack, "mistaken", ttl=now - 5 * IN_A_YEAR - 86_400)
    put(stack, "text", ttl=str(now - 1))
    put(stack, "deleted", ttl=now + 3600)
    delete(stack, "deleted")

    swept = stack.expire()
    stack.drain()

    assert swept == {stack.tables["ThingsTable"]: 1}
    assert [exists(stack, one) for one in ("expired", "alive", "mistaken", "text")] == [
        False,
        True,
        True,
        True,
    ]
    assert copied(stack, "expired")[-1] == ("REMOVE", "dynamodb.amazonaws.com")
    assert copied(stack, "deleted")[-1] == ("REMOVE", "somebody")


def test_expiry_goes_by_the_clock_of_the_service(make_stack: StackMaker):
    stack = make_stack(store="memory", clock="2026-01-15T12:00:00Z").start()
    noon = 1_768_478_400
    put(stack, "thing", ttl=noon + 60)

    before = stack.expire()
    now = stack.set_clock("2026-01-15T12:01:00Z")
    after = stack.expire()

    table = stack.tables["ThingsTable"]
    assert int(now.timestamp()) == noon + 60
    assert (before[table], after[table]) == (0, 1)


def test_a_schedule_runs_by_hand_and_its_answer_is_seen(stack: LocalStack):
    answer = stack.schedule("handlers")

    assert answer["resources"] == [
        "arn:aws:events:us-east-1:000000000000:rule/faultbook-TickFunctionSchedule"
    ]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/_local/nothing", 404),
        ("POST", "/_local/schedule/nothing", 404),
        ("GET", "/_local/drain", 405),
    ],
)
def test_a_wrong_command_is_refused(stack: LocalStack, method: str, path: str, status: int):
    assert httpx.request(method, stack.url + path).status_code == status


@pytest.mark.parametrize("is_running", [True, False])
def test_what_was_given_up_can_be_redelivered(make_stack: StackMaker, *, is_running: bool):
    stack = make_stack().start()
    put(stack, "before", v=1)
    put(stack, "poison", v=1)
    put(stack, "after", v=1)
    drained = stack.drain()
    if not is_running:
        stack.stop()

    still_ill = redrive(stack)
    (stack.directory.parent / "antidote").touch()
    cured = redrive(stack)

    if not is_running:
        stack.start()
    assert drained["given_up"] == 2  # a reported record takes the rest of its batch along
    assert (still_ill.returncode, still_ill.stdout) == (1, "1 left\n")
    assert (cured.returncode, cured.stdout) == (0, "0 left\n")
    assert copied(stack, "poison") == copied(stack, "after") == [("INSERT", "somebody")]


def redrive(stack: LocalStack) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.redrive", "--data", str(stack.directory)]
    environment = {"ANTIDOTE": str(stack.directory.parent / "antidote")}
    return subprocess.run(
        [*command, "--template", str(TEMPLATE)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
