"""Notices that the store's process has died, and restarts it where its data is in a file."""

import threading
from collections.abc import Callable

from local.store import Store, StoreFailed

_LOOK_SECONDS = 0.5

Say = Callable[[str], None]


class StoreWatch:
    """`is_lost` is called once, when what the store held is gone with it."""

    def __init__(self, store: Store, say: Say, is_lost: Callable[[], None]) -> None:
        self._store = store
        self._say = say
        self._is_lost = is_lost
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="store", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns when nothing is started any more."""
        self._stop.set()
        self._thread.join()

    def _follow(self) -> None:
        while not self._stop.wait(_LOOK_SECONDS):
            if not self._store.has_ended():
                continue
            if self._store.start_again is None:
                self._say("the store has ended, and what it held is gone with it")
                self._is_lost()
                return
            self._say("the store has ended; starting it again")
            self._start_again(self._store.start_again)

    def _start_again(self, start: Callable[[], None]) -> None:
        while not self._stop.is_set():
            try:
                start()
            except StoreFailed as reason:
                self._say(f"the store does not start, trying again: {reason}")
                self._stop.wait(_LOOK_SECONDS)
            else:
                self._say("the store runs again")
                return
