"""Starting, stopping and crashing."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from local.engine import command_line
from local.stack import LocalStack, StackFailed
from local.template import ROOT
from tests.integration.local.conftest import TEMPLATE, StackMaker
from tests.integration.local.things import copied, eventually, exists, put


def engine_of(stack: LocalStack) -> int:
    pid: int = json.loads((stack.directory / "store.json").read_text("utf-8"))["pid"]
    return pid


def is_gone(pid: int) -> bool:
    return not command_line(pid)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_ends_the_store_too_and_keeps_what_it_held(
    make_stack: StackMaker, number: signal.Signals
):
    stack = make_stack().start()
    put(stack, "thing", v=1)
    token, key, engine = stack.token(), stack.api_key(), engine_of(stack)

    process = stack.process
    stack.stop(number)

    assert process.returncode == 0
    assert is_gone(engine)
    stack.start()
    assert exists(stack, "thing")
    assert stack.api_key() == key
    assert stack.mint("cus_demo") != ""
    with stack.http(token) as http:
        assert http.get("/things").status_code == 200


def test_a_crash_keeps_what_was_acknowledged_and_what_the_stream_still_had(make_stack: StackMaker):
    stack = make_stack().start()
    put(stack, "first", v=1)
    stack.drain()
    for serial in range(20):
        put(stack, f"thing-{serial}", v=1)

    stack.kill()
    stack.start()

    assert all(exists(stack, f"thing-{serial}") for serial in range(20))
    drained = stack.drain()
    assert drained["records"] == 20
    assert copied(stack, "first") == [("INSERT", "somebody")]


def test_a_crash_of_the_runner_ends_its_store(make_stack: StackMaker):
    stack = make_stack().start()
    engine = engine_of(stack)

    stack.kill()

    assert eventually(lambda: is_gone(engine))


@pytest.mark.parametrize("manual", [True, False])
def test_a_store_that_dies_is_started_again_with_what_it_held(
    make_stack: StackMaker, *, manual: bool
):
    stack = make_stack(manual=manual).start()
    put(stack, "before", v=1)
    died = engine_of(stack)

    os.kill(died, signal.SIGKILL)

    assert eventually(lambda: has_put(stack, "after"))
    assert exists(stack, "before")
    assert engine_of(stack) != died
    assert "starting it again" in (stack.directory / "server.log").read_text("utf-8")
    if manual:
        stack.drain()
    assert eventually(lambda: copied(stack, "after") == [("INSERT", "somebody")])


def test_a_store_in_memory_that_dies_ends_the_stack_which_says_why(make_stack: StackMaker):
    stack = make_stack(store="moto").start()
    process = stack.process

    os.kill(child_of(process.pid, "local.moto_server"), signal.SIGKILL)

    assert process.wait(20) == 1
    assert "what it held is gone" in (stack.directory / "server.log").read_text("utf-8")


def has_put(stack: LocalStack, name: str) -> bool:
    with stack.http() as http:
        return http.put(f"/things/{name}", json={"v": 1}).is_success


def child_of(pid: int, command: str) -> int:
    """A process below, however far, by what stands in its command line."""
    listed = subprocess.run(
        ["/bin/ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    below = {pid}
    for _ in rows:
        below |= {int(own) for own, parent, _ in rows if int(parent) in below}
    [found] = [int(own) for own, _, said in rows if int(own) in below and said.endswith(command)]
    return found


def test_a_store_that_was_left_behind_is_ended_by_the_next_start(make_stack: StackMaker):
    stack = make_stack().start()
    put(stack, "thing", v=1)
    guard = parent_of(engine_of(stack))
    os.kill(guard, signal.SIGKILL)
    left_behind = engine_of(stack)
    stack.kill()

    stack.start()

    assert is_gone(left_behind)
    assert exists(stack, "thing")


def parent_of(pid: int) -> int:
    listed = subprocess.run(
        ["/bin/ps", "-o", "ppid=", "-p", str(pid)], capture_output=True, text=True, check=True
    )
    return int(listed.stdout)


def test_another_process_with_a_noted_number_is_left_alone(make_stack: StackMaker):
    stack = make_stack()
    stack.directory.mkdir()
    note = json.dumps({"pid": os.getpid()})
    (stack.directory / "store.json").write_text(note, "utf-8")

    stack.start()

    assert engine_of(stack) != os.getpid()


def test_two_stacks_do_not_share_a_folder(make_stack: StackMaker):
    first = make_stack().start()

    with pytest.raises(StackFailed, match=f"already runs at {first.url}"):
        make_stack().start()


def test_a_port_in_use_is_said_and_leaves_nothing_running(make_stack: StackMaker):
    with socket.create_server(("127.0.0.1", 0)) as other:
        stack = make_stack(port=other.getsockname()[1])
        with pytest.raises(StackFailed, match="is taken; --port chooses another"):
            stack.start()

    assert not (stack.directory / "store.json").exists()


def test_a_stack_can_run_on_the_store_of_another(make_stack: StackMaker, tmp_path: Path):
    first = make_stack().start()
    put(first, "thing", v=1)

    with LocalStack(
        tmp_path / "second", endpoint_url=first.endpoint_url, template=TEMPLATE
    ) as second:
        assert second.store == "given"
        assert exists(second, "thing")


@pytest.mark.parametrize("store", ["memory", "moto"])
def test_stores_in_memory_forget(make_stack: StackMaker, store: str):
    stack = make_stack(store=store).start()
    put(stack, "thing", v=1)

    stack.restart()

    assert not exists(stack, "thing")
    assert stack.drain()["records"] == 0


def test_triggers_move_by_themselves_unless_told_otherwise(make_stack: StackMaker):
    stack = make_stack(manual=False).start()
    put(stack, "thing", v=1)

    assert eventually(lambda: copied(stack, "thing") == [("INSERT", "somebody")])
    assert httpx.post(f"{stack.url}/_local/drain").status_code == 404


def test_a_record_that_does_not_work_yet_works_later(make_stack: StackMaker, tmp_path: Path):
    stack = make_stack(manual=False).start()
    put(stack, "poison", v=1)
    time.sleep(0.3)
    (tmp_path / "antidote").touch()

    assert eventually(lambda: copied(stack, "poison") == [("INSERT", "somebody")])


def test_a_parameter_of_the_template_can_be_set(make_stack: StackMaker):
    stack = make_stack(parameters={"Missing": "value"}).start()

    assert stack.url.startswith("http://localhost:")


def test_the_start_shows_what_one_needs(tmp_path: Path):
    command = [sys.executable, "-m", "local.server", "--port", "0", "--data", str(tmp_path)]
    with subprocess.Popen(
        [*command, "--template", str(TEMPLATE)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        shown = ""
        while "/docs" not in shown:
            line = process.stdout.readline()
            assert line
            shown += line
        process.send_signal(signal.SIGINT)
        process.communicate()

    assert process.returncode == 0
    assert "export FAULTBOOK_TOKEN=ey" in shown
    assert "fb_" in shown
    assert "curl -s http://localhost:" in shown
