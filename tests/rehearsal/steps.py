"""Says what a rehearsal is doing, and how long it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class RehearsalFailed(Exception):
    """What was seen is not what was expected; the message says both."""


@contextmanager
def step(title: str) -> Iterator[None]:
    print(f"  {title} ... ", end="", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print("FAILED", flush=True)
        raise
    print(f"{time.monotonic() - started:.1f} s", flush=True)
