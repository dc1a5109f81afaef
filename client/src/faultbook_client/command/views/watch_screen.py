"""The screen of `faultbook watch`."""

import os
import select
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.console import Group, RenderableType
from rich.live import Live
from rich.text import Text

from faultbook_client.command.moments import now, short
from faultbook_client.command.severities import MARKS, word
from faultbook_client.command.views.drawing import one_line, out
from faultbook_client.command.views.fault_table import fitting
from faultbook_client.command.watching import PASSING, Looks
from faultbook_client.enums import Severity
from faultbook_client.models import Fault

_SHOWN_FOR = 15.0  # seconds that a change stands out
_ROWS_AROUND = 6  # of the screen that are not faults
_KEYS_END = (b"q", b"Q", b"\x04", b"")  # the last two: Ctrl-D, and a terminal that is gone


class Screen:
    def __init__(
        self, looks: Looks, interval: float, in_order: Callable[[list[Fault]], list[Fault]]
    ) -> None:
        self._looks = looks
        self._interval = interval
        self._in_order = in_order
        self._faults: list[Fault] = []
        self._changed_at: dict[str, float] = {}
        self._first_look = True
        self._last: datetime | None = None
        self._trouble = ""

    def run(self) -> None:
        """Until q, or Ctrl-C, which raises KeyboardInterrupt."""
        console = out()
        with _single_keys() as keys, Live(console=console, screen=True, auto_refresh=False) as live:
            while True:
                self._look()
                live.update(self._page(console.width, console.height), refresh=True)
                if keys.pressed_within(self._interval):
                    return

    def _look(self) -> None:
        try:
            faults, changed = self._looks.look()
        except PASSING as error:
            self._trouble = f"{error} Trying again."
            return
        self._trouble = ""
        self._last = now()
        self._faults = self._in_order(faults)
        if not self._first_look:
            self._changed_at |= dict.fromkeys(changed, time.monotonic())
        self._first_look = False

    def _page(self, width: int, height: int) -> RenderableType:
        rows = max(1, height - _ROWS_AROUND)
        shown = self._faults[:rows]
        parts: list[RenderableType] = [self._head(), self._counts()]
        if shown:
            fresh = time.monotonic() - _SHOWN_FOR
            news = {fault_id for fault_id, at in self._changed_at.items() if at > fresh}
            parts.append(fitting(shown, width, news))
        elif self._last:
            parts.append(Text("\nAll quiet.", style="green"))
        hidden = len(self._faults) - len(shown)
        if hidden or not self._looks.is_complete:
            more = "more than " if not self._looks.is_complete else ""
            parts.append(Text(f"{more}{hidden:,} further down", style="bright_black"))
        return Group(*parts)

    def _head(self) -> Text:
        if self._trouble:
            since = f" Last seen {_ago(self._last)} ago." if self._last else ""
            return one_line(self._trouble + since, "bold red")
        at = now().astimezone()
        return Text(f"{at:%H:%M:%S}  every {self._interval:g} s, q ends", "bright_black")

    def _counts(self) -> Text:
        counts = Counter(fault.severity for fault in self._faults)
        number = f"{len(self._faults):,} fault{'' if len(self._faults) == 1 else 's'}"
        newest = "" if self._looks.is_complete else "the newest "
        text = Text(no_wrap=True, overflow="ellipsis").append(newest + number, "bold")
        for severity in Severity:
            if counts[severity]:
                mark, style = MARKS[severity]
                text.append(f"   {mark} {counts[severity]:,} {word(severity)}", style)
        waiting = sum(fault.is_open and not fault.acknowledged_at for fault in self._faults)
        return text.append(f"   {waiting:,} not acknowledged", "bright_black")


def _ago(at: datetime) -> str:
    return short((now() - at).total_seconds())


class _Keys:
    """Of a terminal that hands on each key by itself; of anything else there are none."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    def pressed_within(self, seconds: float) -> bool:
        """Whether a key that ends was pressed; it is time for the next look otherwise."""
        if self._descriptor is None:
            time.sleep(seconds)
            return False
        ready, _, _ = select.select([self._descriptor], [], [], seconds)
        return bool(ready) and os.read(self._descriptor, 1) in _KEYS_END


@contextmanager
def _single_keys() -> Iterator[_Keys]:
    """Windows, and a standard input that is no terminal, have Ctrl-C only."""
    try:
        import termios
        import tty
    except ImportError:
        yield _Keys(None)
        return
    if not sys.stdin.isatty():
        yield _Keys(None)
        return
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        yield _Keys(descriptor)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
