"""Triggers by hand: POST /_local/drain, /expire, /schedule/<name>, /clock.

Only with --manual. Each answers when it is done, so that a test waits for nothing.
"""

import json
import logging
import os
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from werkzeug import Request, Response

from local.http_events import message
from local.triggers import Triggers

log = logging.getLogger("local")

PREFIX = "/_local/"
_CLOCK = "FAULTBOOK_CLOCK"


class ManualControls:
    def __init__(self, triggers: Triggers, clock: Callable[[], datetime]) -> None:
        self._triggers = triggers
        self._clock = clock
        self._actions: Mapping[str, Callable[[Request], Any]] = {
            "drain": lambda _: self.drain(),
            "expire": lambda _: {"expired": self.expire()},
            "clock": self._set_clock,
        }

    def __call__(self, request: Request) -> Response:
        if request.method != "POST":
            return message(405, "Method Not Allowed")
        action, _, name = request.path.removeprefix(PREFIX).partition("/")
        try:
            if action == "schedule":
                return _json({"answer": self._triggers.schedules.run(name)})
            return _json(self._actions[action](request))
        except KeyError:
            return message(404, "Not Found")
        except Exception as error:
            # Who drives by hand wants to see what went wrong, unlike a caller of the API.
            log.exception("%s failed", request.path)
            return message(500, f"{type(error).__name__}: {error}")

    def drain(self) -> dict[str, int]:
        """`given_up` are records that went to a failure queue."""
        drained = [follower.drain() for follower in self._triggers.followers.values()]
        return {
            "records": sum(run.records for run in drained),
            "invocations": sum(run.invocations for run in drained),
            "given_up": sum(run.given_up for run in drained),
        }

    def expire(self) -> dict[str, int]:
        """How many items went, by table. After weeks the stream has its say between them."""
        expired = Counter(self._triggers.sweep.once())
        while self._triggers.sweep.is_behind:
            self.drain()
            expired.update(self._triggers.sweep.once())
        return dict(expired)

    def _set_clock(self, request: Request) -> dict[str, str]:
        """{"clock": "2026-01-15T12:00:00Z"} stops it, "+3600" shifts it, "" is the real one."""
        os.environ[_CLOCK] = str(json.loads(request.get_data() or b"{}").get("clock", ""))
        return {"now": self._clock().isoformat()}


def _json(content: Any) -> Response:
    return Response(json.dumps(content), 200, content_type="application/json")
