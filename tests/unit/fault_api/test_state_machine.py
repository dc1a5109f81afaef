"""Any order of calls to the native API, beside a model that knows no store and no HTTP."""

import copy
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)

from faultbook.domain.fault import Severity
from faultbook.domain.retention import expiry
from tests.support.builders import CUSTOMER, SteppingClock
from tests.support.fakes import InMemoryCommentStore, InMemoryFaultStore
from tests.support.http_events import Response
from tests.support.native_api import OTHER_CUSTOMER, a_body, native_api

RANK = {severity.value: severity.rank for severity in Severity}
SEVERITIES = st.sampled_from(sorted(RANK))
PATHS = ["site_1|dev_1", "site_1|dev_2", "site_10|dev_1", "dev_1"]
TURNS = st.sampled_from(["resolve", "reopen", "acknowledge"])
DAY = timedelta(days=1)
AWAKE = {"snoozed_until": None, "snoozed_by": None}

Wire = dict[str, Any]


class Model:
    """Faults as the API should show them, by id, in the order in which they were opened."""

    def __init__(self, clock: SteppingClock) -> None:
        self._clock = clock
        self.faults: dict[str, Wire] = {}
        self.claims: dict[str, str] = {}
        self.answers: dict[str, tuple[Wire, float, bool, Wire]] = {}

    @property
    def now(self) -> str:
        return f"{self._clock.at:%Y-%m-%dT%H:%M:%S.%f}Z"

    def forget_expired(self) -> None:
        seconds = self._clock.at.timestamp()
        self.faults = {i: fault for i, fault in self.faults.items() if fault["ttl"] > seconds}
        self.claims = {key: i for key, i in self.claims.items() if i in self.faults}
        self.answers = {key: answer for key, answer in self.answers.items() if answer[1] > seconds}

    def expected(self, body: Wire) -> Wire:
        """A new fault, but for its id."""
        return {
            **{name: body[name] for name in ("resource_id", "microservice_id", "type")},
            "customer_id": CUSTOMER,
            "kind": "ALERT",
            "status": "unresolved",
            **{name: body[name] for name in ("severity", "message", "cause")},
            "created_at": self.now,
            "resolved_at": None,
            "resource_ancestry_path": body["resource_ancestry_path"],
            "ttl": expiry(self._clock.at),
            "comments": [],
            "comment_count": 0,
            "acknowledged_at": None,
            "acknowledged_by": None,
            "acknowledged_by_name": None,
            "assigned_at": None,
            "assignee": None,
            "resolution_reason": None,
            "deduplication_key": body.get("deduplication_key"),
            "memo": None,
            "snoozed_until": None,
            "snoozed_by": None,
            "occurrences": 1,
            "last_seen_at": self.now,
            "metadata": {},
            "version": 1,
        }

    def standing(self, body: Wire) -> Wire | None:
        """The open fault that the deduplication key belongs to."""
        fault = self.faults.get(self.claims.get(body.get("deduplication_key", ""), ""))
        return fault if fault and fault["status"] == "unresolved" else None

    def repeat(self, fault: Wire, body: Wire) -> None:
        severity = body["severity"]
        fault["occurrences"] += 1
        fault["last_seen_at"] = self.now
        fault |= {name: body[name] for name in ("message", "cause")}
        if RANK[severity] < RANK[fault["severity"]]:
            fault["severity"] = severity
            fault["version"] += 1

    def may_reopen(self, fault_id: str) -> bool:
        """What is open again holds its key again, unless another open fault holds it."""
        fault = self.faults[fault_id]
        key = fault["deduplication_key"]
        if fault["status"] == "unresolved" or not key:
            return True
        holder = self.standing({"deduplication_key": key})
        if holder is None:
            self.claims[key] = fault_id
        return holder is None

    def turn(self, fault: Wire, turn: str, reason: str, by: str) -> None:
        before = copy.deepcopy(fault)
        is_open = fault["status"] == "unresolved"
        if turn == "resolve" and is_open:
            fault |= {"status": "resolved", "resolved_at": self.now, **AWAKE}
            fault["resolution_reason"] = reason or None
        elif turn == "reopen" and not is_open:
            fault |= {"status": "unresolved", "resolved_at": None, "resolution_reason": None}
            fault |= {"acknowledged_at": None, "acknowledged_by": None}
        elif turn == "acknowledge" and is_open:
            fault |= AWAKE
            if not fault["acknowledged_at"]:
                fault |= {"acknowledged_at": self.now, "acknowledged_by": by}
        elif turn == "unacknowledge":
            fault |= {"acknowledged_at": None, "acknowledged_by": None}
        elif turn == "assign" and fault["assignee"] != (by or None):
            fault |= {"assigned_at": self.now if by else None, "assignee": by or None}
        if fault != before:
            fault["version"] += 1
        elif turn == "acknowledge" and fault["acknowledged_at"] and reason:
            self.comment(fault, reason, by)

    def comment(self, fault: Wire, comment: str, by: str) -> None:
        fields = {"user_id": by, "user_name": None, "comment": comment, "created_at": self.now}
        fault["comments"] = [*fault["comments"], fields]
        fault["comment_count"] += 1
        fault["version"] += 1


class NativeApiMachine(RuleBasedStateMachine):
    ids = Bundle("ids")

    @initialize()
    def start(self) -> None:
        self.clock = SteppingClock()
        self.model = Model(self.clock)
        faults, comments = InMemoryFaultStore(self.clock), InMemoryCommentStore(self.clock)
        parts: dict[str, Any] = {
            "fault_store": lambda: faults,
            "comment_store": lambda: comments,
            "due_store": lambda: faults.dues,
        }
        self.closing = ExitStack()
        self.api = self.closing.enter_context(native_api(None, self.clock, parts))

    def teardown(self) -> None:
        if hasattr(self, "closing"):
            self.closing.close()

    def tick(self, seconds: float = 1) -> None:
        """No two steps happen at one time."""
        self.clock.at += timedelta(seconds=seconds)
        self.model.forget_expired()

    def answered(self, fault_id: str, answer: Response, status: int = 200) -> None:
        fault = self.model.faults.get(fault_id)
        if fault is None:
            assert answer.status == 404
            return
        assert answer.status == status
        assert answer.json == fault | {"id": fault_id}
        assert answer.headers["etag"] == f'"{fault["version"]}"'

    @rule(
        target=ids,
        severity=SEVERITIES,
        path=st.sampled_from(PATHS),
        key=st.sampled_from([None, None, "link-1", "link-2"]),
        idempotency_key=st.sampled_from([None, None, None, "key-1", "key-2"]),
    )
    def report(self, severity: str, path: str, key: str | None, idempotency_key: str | None) -> str:
        self.tick()
        body = a_body(severity=severity, resource_ancestry_path=path, deduplication_key=key)
        headers = {"Idempotency-Key": idempotency_key} if idempotency_key else {}
        known = self.model.answers.get(idempotency_key or "")

        answer = self.api("POST", "/fault", body, headers=headers)

        if known:
            return self.replayed(known, body, answer)
        stored = self.model.standing(body)
        if stored:
            self.model.repeat(stored, body)
            fault_id = next(i for i, fault in self.model.faults.items() if fault is stored)
            shown = stored
        else:
            shown = self.model.expected(body)
            fault_id = answer.json["id"]
            assert fault_id not in self.model.faults
            self.model.faults[fault_id] = shown
            if key:
                self.model.claims[key] = fault_id
        # Comments come with the fault as far as it carries them; the fake carries all.
        self.answered(fault_id, answer, 200 if stored else 201)
        assert "idempotency-replayed" not in answer.headers
        if idempotency_key:
            until = (self.clock.at + DAY).timestamp()
            first = copy.deepcopy(shown) | {"id": fault_id}
            self.model.answers[idempotency_key] = (body, int(until), not stored, first)
        return fault_id

    def replayed(self, known: tuple[Wire, float, bool, Wire], body: Wire, answer: Response) -> str:
        first_body, _, created, first = known
        fault_id = str(first["id"])
        if body != first_body:
            assert answer.status == 422
        elif created:
            assert (answer.status, answer.json) == (201, first)
        else:
            self.answered(fault_id, answer)
        if answer.status < 400:
            assert answer.headers["idempotency-replayed"] == "true"
        return fault_id

    @rule(fault_id=ids, turn=TURNS, reason=st.sampled_from(["", "because"]))
    def turn(self, fault_id: str, turn: str, reason: str) -> None:
        self.tick()
        reason = reason and f"{reason}, at {self.model.now}"
        fault = self.model.faults.get(fault_id)
        over = fault and fault["status"] == "resolved" and not fault["acknowledged_at"]

        answer = self.api("POST", f"/fault/{fault_id}/{turn}", {"reason": reason})

        if turn == "acknowledge" and over:
            assert answer.status == 409
            return
        if fault and turn == "reopen" and not self.model.may_reopen(fault_id):
            assert answer.status == 409
            return
        if fault:
            self.model.turn(fault, turn, reason, "user_1")
        self.answered(fault_id, answer)

    @rule(fault_id=ids, days=st.sampled_from([-1, 0.25, 2, 31]))
    def snooze(self, fault_id: str, days: float) -> None:
        self.tick()
        fault = self.model.faults.get(fault_id)
        until = f"{self.clock.at + days * DAY:%Y-%m-%dT%H:%M:%S.%f}Z"

        answer = self.api("POST", f"/fault/{fault_id}/snooze", {"until": until})

        if not 0 < days <= 30:
            assert answer.status == 400
            return
        if fault and fault["status"] == "resolved":
            assert answer.status == 409
            return
        if fault:
            fault |= {"snoozed_until": until, "snoozed_by": "user_1"}
            fault["version"] += 1
        self.answered(fault_id, answer)

    @rule(fault_id=ids)
    def end_snooze(self, fault_id: str) -> None:
        self.tick()
        fault = self.model.faults.get(fault_id)
        if fault and fault["snoozed_until"]:
            fault |= AWAKE
            fault["version"] += 1

        self.answered(fault_id, self.api("DELETE", f"/fault/{fault_id}/snooze"))

    @rule(fault_id=ids)
    def unacknowledge(self, fault_id: str) -> None:
        self.tick()
        if fault := self.model.faults.get(fault_id):
            self.model.turn(fault, "unacknowledge", "", "user_1")

        self.answered(fault_id, self.api("DELETE", f"/fault/{fault_id}/acknowledge"))

    @rule(fault_id=ids, to=st.sampled_from(["", "me", "ann"]))
    def assign(self, fault_id: str, to: str) -> None:
        self.tick()
        if fault := self.model.faults.get(fault_id):
            self.model.turn(fault, "assign", "", "user_1" if to == "me" else to)

        path = f"/fault/{fault_id}/assign"
        answer = self.api("POST", path, {"assignee": to}) if to else self.api("DELETE", path)
        self.answered(fault_id, answer)

    @rule(
        fault_id=ids,
        severity=st.none() | SEVERITIES,
        cause=st.sampled_from([None, "other cause"]),
        status=st.sampled_from([None, None, "resolved", "unresolved"]),
        seen=st.sampled_from([None, None, 0, -1]),
    )
    def edit(
        self,
        fault_id: str,
        severity: str | None,
        cause: str | None,
        status: str | None,
        seen: int | None,
    ) -> None:
        self.tick()
        fault = self.model.faults.get(fault_id)
        fields = {"severity": severity, "cause": cause, "status": status}
        body = {name: value for name, value in fields.items() if value is not None}
        version = fault["version"] + seen if fault and seen is not None else 1
        headers = {"If-Match": f'"{version}"'} if seen is not None else {}

        answer = self.api("PATCH", f"/fault/{fault_id}", body, headers=headers)

        if fault and seen not in (None, 0):
            assert answer.status == 412
            return
        if fault and body.get("status") == "unresolved" and not self.model.may_reopen(fault_id):
            assert answer.status == 409
            return
        if fault:
            self.edited(fault, body)
        self.answered(fault_id, answer)

    def edited(self, fault: Wire, body: Wire) -> None:
        before = fault["version"]
        texts = {name: value for name, value in body.items() if name != "status"}
        is_news = any(fault[name] != value for name, value in texts.items())
        fault |= texts
        turns = {"resolved": "resolve", "unresolved": "reopen"}
        if "status" in body:
            self.model.turn(fault, turns[body["status"]], "", "user_1")
        if is_news:
            fault["version"] = before + 1

    @rule(fault_id=ids, text=st.sampled_from(["on my way", "modem replaced"]))
    def comment(self, fault_id: str, text: str) -> None:
        self.tick()
        if fault := self.model.faults.get(fault_id):
            self.model.comment(fault, text, "user_2")

        answer = self.api("POST", f"/fault/{fault_id}/comment", {"comment": text}, subject="user_2")

        self.answered(fault_id, answer, 201)

    @rule(fault_id=consumes(ids))
    def delete(self, fault_id: str) -> None:
        self.tick()
        fault = self.model.faults.pop(fault_id, None)
        claims = self.model.claims
        self.model.claims = {key: i for key, i in claims.items() if i != fault_id}

        answer = self.api("DELETE", f"/fault/{fault_id}")

        assert answer.status == (204 if fault else 404)

    @rule(fault_id=ids, method=st.sampled_from(["GET", "DELETE"]))
    def ask_as_another_customer(self, fault_id: str, method: str) -> None:
        answer = self.api(method, f"/fault/{fault_id}", customer=OTHER_CUSTOMER)

        assert answer.status == 404

    @precondition(lambda self: len(self.model.faults) > 2)
    @rule(days=st.sampled_from([0.5, 0.5, 0.6, 20, 250]))
    def let_time_pass(self, days: float) -> None:
        self.tick(days * DAY.total_seconds())

    @precondition(lambda self: self.model.faults)
    @rule(
        status=st.sampled_from([None, "unresolved", "resolved"]),
        severity=st.none() | SEVERITIES,
        place=st.sampled_from([None, "site=site_1", "path=site_1%7Cdev_1", "site=dev_1"]),
        limit=st.integers(1, 7),
    )
    def walk(self, status: str | None, severity: str | None, place: str | None, limit: int) -> None:
        parts = [f"limit={limit}", place]
        parts += [f"status={status}" if status else None]
        parts += [f"severity={severity}" if severity else None]
        prefix = (place or "").partition("=")[2].replace("%7C", "|")

        found = [
            fault["id"] for page in self.api.walk("&".join(filter(None, parts))) for fault in page
        ]

        def matches(fault: Wire) -> bool:
            path = fault["resource_ancestry_path"]
            return (
                status in (None, fault["status"])
                and severity in (None, fault["severity"])
                and (not prefix or path == prefix or path.startswith(f"{prefix}|"))
            )

        assert found == [i for i, fault in reversed(self.model.faults.items()) if matches(fault)]

    @invariant()
    def all_that_is_listed_is_as_it_should_be(self) -> None:
        if not hasattr(self, "api"):
            return
        answer = self.api("GET", "/fault", query="limit=100")

        expected = [fault | {"id": i} for i, fault in reversed(self.model.faults.items())]
        assert answer.json["data"] == expected


TestNativeApi = NativeApiMachine.TestCase
TestNativeApi.settings = settings(max_examples=500, stateful_step_count=50, deadline=None)
