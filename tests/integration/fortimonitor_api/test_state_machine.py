"""Any order of calls leaves what a plain model of outages says."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    rule,
    run_state_machine_as_test,
)

from faultbook import wiring
from faultbook.usecases.target import Target
from tests.integration.fortimonitor_api.conftest import FortiMonitor
from tests.support.builders import ACTOR, NOW

RUNS = 15
STEPS = 25
texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)


@dataclass
class Outage:
    number: int
    server: str
    description: str
    is_open: bool = True
    is_acknowledged: bool = False
    summary: str = ""
    tags: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    version: int = 1


class Outages(RuleBasedStateMachine):
    """`fortimonitor` is set by the test, with a customer of its own for each run."""

    fortimonitor: FortiMonitor
    runs = 0
    outages: Bundle[Outage] = Bundle("outages")

    def __init__(self) -> None:
        super().__init__()
        cls = type(self)
        cls.runs += 1
        given = cls.fortimonitor
        customer = f"{given.customer_id}_{cls.runs}"
        self.api = FortiMonitor(given.engine, given.clock, customer)
        self.clock = given.clock
        self.clock.at = NOW
        self.model: list[Outage] = []

    @rule(target=outages, server=st.sampled_from(["1", "2"]), description=texts)
    def open(self, server: str, description: str) -> Outage:
        self._tick()
        number = self.api.open_incident(server, description=description)
        self.model.append(Outage(number, server, description))
        return self.model[-1]

    @rule(outage=outages, method=st.sampled_from(["PUT", "POST", "GET"]))
    def acknowledge(self, outage: Outage, method: str) -> None:
        takes = outage.is_open or outage.is_acknowledged
        done = 200 if method == "GET" else 204
        self._send(method, outage, "acknowledge", {}, done if takes else 400)
        if outage.is_open and not outage.is_acknowledged:
            outage.is_acknowledged = True
            outage.version += 1

    @rule(outage=outages, method=st.sampled_from(["PUT", "POST"]), reason=texts)
    def resolve(self, outage: Outage, method: str, reason: str) -> None:
        self._send(method, outage, "force_resolve", {"reason": reason}, 204)
        outage.version += outage.is_open
        outage.is_open = False

    @rule(outage=outages)
    def reopen_by_another_api(self, outage: Outage) -> None:
        self._tick()
        wiring.changes().reopen(Target(self.api.customer_id, outage.number, ACTOR))
        if not outage.is_open:
            outage.version += 1
            outage.is_open, outage.is_acknowledged = True, False

    @rule(outage=outages, text=texts)
    def describe(self, outage: Outage, text: str) -> None:
        self._send("PUT", outage, "description", {"description": text}, 204)
        outage.version += outage.description != text
        outage.description = text

    @rule(outage=outages, text=texts)
    def sum_up(self, outage: Outage, text: str) -> None:
        self._send("PUT", outage, "summary", {"summary": text}, 204)
        outage.version += outage.summary != text
        outage.summary = text

    @rule(outage=outages, tags=st.lists(st.sampled_from("abc"), max_size=2))
    def tag(self, outage: Outage, tags: list[str]) -> None:
        self._send("PUT", outage, "tags", {"tags": tags}, 204)
        outage.version += outage.tags != tags
        outage.tags = tags

    @rule(outage=outages, text=texts)
    def comment(self, outage: Outage, text: str) -> None:
        self._send("POST", outage, "outage_log", {"entry": text}, 201)
        outage.said.append(text)
        outage.version += 1

    @rule(outage=outages, action=st.sampled_from(["escalate", "delay/5"]))
    def note(self, outage: Outage, action: str) -> None:
        self._send("PUT", outage, action, {}, 204)
        outage.version += 1

    @rule()
    def lists_are_those_of_the_model(self) -> None:
        newest_first = [outage.number for outage in reversed(self.model)]
        open_ones = {outage.number for outage in self.model if outage.is_open}
        assert self._listed("/v2/outage") == newest_first
        assert self._listed("/v2/outage/active") == [n for n in newest_first if n in open_ones]
        assert self._listed("/v2/outage/resolved") == [
            n for n in newest_first if n not in open_ones
        ]

    def teardown(self) -> None:
        self.lists_are_those_of_the_model()
        for outage in self.model:
            shown = self.api.get(f"/v2/outage/{outage.number}")
            assert shown["status"] == ("active" if outage.is_open else "resolved")
            assert (shown["end_time"] is None) is outage.is_open
            assert (shown["acknowledged"] is not None) is outage.is_acknowledged
            assert (shown["description"], shown["summary"], shown["tags"], shown["server_id"]) == (
                outage.description,
                outage.summary,
                outage.tags,
                outage.server,
            )
            fault = self.api.stored(outage.number)
            assert fault.version == outage.version
            log = self.api.get(f"/v2/outage/{outage.number}/outage_log")["outage_log_list"]
            assert [entry["entry"] for entry in log if len(entry["url"].rsplit("/", 1)[1]) > 9] == (
                outage.said
            )

    def _send(self, method: str, outage: Outage, action: str, body: Any, status: int) -> None:
        self._tick()
        path = f"/v2/outage/{outage.number}/{action}"
        response = self.api.send(method, path, None if method == "GET" else body)
        assert response.status == status, response.text

    def _listed(self, path: str) -> list[int]:
        answer = self.api.get(path)
        assert answer["meta"]["total_count"] == len(answer["outage_list"])
        return [int(outage["url"].rsplit("/", 1)[1]) for outage in answer["outage_list"]]

    def _tick(self) -> None:
        self.clock.at += timedelta(seconds=1)


def test_any_order_of_calls_leaves_what_the_model_says(fortimonitor: FortiMonitor):
    Outages.fortimonitor = fortimonitor
    run_state_machine_as_test(
        Outages, settings=settings(max_examples=RUNS, stateful_step_count=STEPS)
    )
