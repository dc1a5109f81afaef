"""The installed program, in a pipe or on a terminal."""

import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

FAULTBOOK = Path(sys.executable).parent / "faultbook"
LONG = 120  # seconds until a test gives up


def faultbook_program(*arguments: str) -> list[str]:
    return [str(FAULTBOOK), *arguments]


def start_on_a_terminal(arguments: Sequence[str]) -> tuple[subprocess.Popen[bytes], int]:
    """The process, and where to read what its terminal of 120 columns is sent."""
    keyboard, terminal = pty.openpty()
    environment = os.environ | {"COLUMNS": "120", "LINES": "40", "TERM": "xterm-256color"}
    process = subprocess.Popen(
        faultbook_program(*arguments),
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment,
    )
    os.close(terminal)
    return process, keyboard


def on_a_terminal(arguments: Sequence[str]) -> tuple[int, str]:
    """The exit code, and what the terminal was sent."""
    process, keyboard = start_on_a_terminal(arguments)
    sent = bytearray()
    while piece := read(keyboard):
        sent += piece
    os.close(keyboard)
    return process.wait(LONG), sent.decode()


def read(keyboard: int) -> bytes:
    try:
        return os.read(keyboard, 65_536)
    except OSError:  # how Linux says that the other side is closed
        return b""
