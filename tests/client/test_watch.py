"""`faultbook watch`: lines in a pipe, a screen on a terminal."""

import os
import signal
import subprocess

from faultbook_client import Faultbook
from tests.client.network import reported
from tests.client.program import LONG, faultbook_program, read, start_on_a_terminal


def test_a_watch_tells_what_is_new_until_it_is_interrupted(faultbook: Faultbook):
    reported(faultbook, "edge-1")
    command = faultbook_program("watch", "--interval", "0.2")
    watch = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert watch.stdout
    first = watch.stdout.readline()
    fault = reported(faultbook, "edge-2")
    second = watch.stdout.readline()
    faultbook.acknowledge(fault.id)
    third = watch.stdout.readline()

    watch.send_signal(signal.SIGINT)
    rest, errors = watch.communicate(timeout=LONG)

    assert "\tsite_1|rack_3|edge-1\t" in first
    assert second == third
    assert second.startswith(fault.id)
    assert (watch.returncode, rest, errors) == (130, "", "")


def test_a_watch_redraws_the_screen_and_leaves_it_as_it_was(faultbook: Faultbook):
    reported(faultbook, "edge-1")
    process, keyboard = start_on_a_terminal(["watch", "--interval", "0.2"])
    sent = b""
    while b"edge-1 is down" not in sent:
        sent += os.read(keyboard, 65_536)
    reported(faultbook, "edge-2")
    while b"2 faults" not in sent or b"edge-2 is down" not in sent:
        sent += os.read(keyboard, 65_536)

    process.send_signal(signal.SIGINT)
    while piece := read(keyboard):
        sent += piece
    os.close(keyboard)

    assert process.wait(LONG) == 130
    assert sent.count(b"\x1b[?1049h") == sent.count(b"\x1b[?1049l") == 1
    assert b"Traceback" not in sent


def test_a_watch_ends_by_a_key_and_shows_the_worst_first(faultbook: Faultbook):
    reported(faultbook, "core-1")
    reported(faultbook, "edge-2", severity="LOW")
    process, keyboard = start_on_a_terminal(["watch", "--interval", "60", "--sort", "severity"])
    sent = b""
    while b"edge-2 is down" not in sent:
        sent += os.read(keyboard, 65_536)

    os.write(keyboard, b"q")
    while piece := read(keyboard):
        sent += piece
    os.close(keyboard)

    text = sent.decode()
    assert process.wait(LONG) == 0
    assert "⬢ 1 Critical" in text
    assert "2 not acknowledged" in text
    assert text.index("core-1 is down") < text.index("edge-2 is down")
