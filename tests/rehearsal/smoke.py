"""Uses a deployed Faultbook once through everything that it does, over HTTP."""

import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from local.credentials import bearer_token
from tests.rehearsal.other_apis import use_other_apis
from tests.rehearsal.stack import Stack
from tests.rehearsal.steps import RehearsalFailed, step

_CUSTOMER = "cus_rehearsal"
_PATIENCE_SECONDS = 30
_FAULT = {
    "resource_id": "dev_rehearsal",
    "microservice_id": "rehearsal",
    "type": "wan-degradation",
    "severity": "HIGH",
    "message": "WAN link latency high",
    "cause": "Latency probe exceeded 250ms for 5 consecutive checks.",
    "resource_ancestry_path": "site_rehearsal|dev_rehearsal",
}


class Smoke:
    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._http = httpx.Client(base_url=stack.api_url, timeout=60, trust_env=False)
        environment = {
            "JWT_SECRET": stack.secret("jwt-secret"),
            "JWT_ISSUER": "faultbook",
            "JWT_AUDIENCE": "faultbook",
        }
        scopes = ("faults:read", "faults:write", "admin")
        token = bearer_token(environment, _CUSTOMER, scopes, now=datetime.now(UTC))
        self._headers = {"authorization": f"Bearer {token}"}

    def run(self) -> None:
        with step("health, and no entry without a token"):
            self._call("GET", "/health", 200, headers={})
            self._call("GET", "/fault", 401, headers={})
            self._call("GET", "/openapi.json", 200, headers={})
        with step("a fault: reported, listed, read, commented, acknowledged, resolved"):
            fault_id = self._life_of_a_fault()
        with step("its timeline, statistics and top lists, through the stream"):
            self._eventually("timeline", lambda: self._timeline(fault_id) >= 3)
            self._eventually("statistics", lambda: self._counts() == (1, 1))
            top = self._call("GET", "/fault/top_faults", 200)
            _expect("top resources", [t["resource_id"] for t in top], [_FAULT["resource_id"]])
            recent = self._call("GET", "/recent", 200)
            _expect("recent faults", [f["id"] for f in recent], [fault_id])
        with step("access tokens and API keys"):
            self._access()
        with step("a fault of FortiMonitor, noted by Incidents, closed by Mackerel"):
            self._other_apis()
        with step("the console"):
            self._console()
        with step("every schedule"):
            self._schedules()
        with step("a fault deleted"):
            self._call("DELETE", f"/fault/{fault_id}", 204)
            self._call("GET", f"/fault/{fault_id}", 404)
        with step("nothing in the failure queues"):
            waiting = self._stack.waiting_failures()
            _expect("messages waiting", waiting, 0)

    def _life_of_a_fault(self) -> str:
        once = self._headers | {"idempotency-key": str(uuid.uuid4())}
        fault = self._call("POST", "/fault", 201, json=_FAULT, headers=once)
        fault_id: str = fault["id"]
        _expect("status", fault["status"], "unresolved")
        for query in ("", "?status=unresolved", "?site=site_rehearsal"):
            page = self._call("GET", f"/fault{query}", 200)
            _expect(f"faults listed by {query!r}", [f["id"] for f in page["data"]], [fault_id])
        _expect(
            "message", self._call("GET", f"/fault/{fault_id}", 200)["message"], fault["message"]
        )
        commented = self._call("POST", f"/fault/{fault_id}/comment", 201, json={"comment": "Seen."})
        _expect("comments", [c["comment"] for c in commented["comments"]], ["Seen."])
        self._call("POST", f"/fault/{fault_id}/acknowledge", 200, json={})
        resolved = self._call("POST", f"/fault/{fault_id}/resolve", 200, json={})
        _expect("status", resolved["status"], "resolved")
        again = self._call("POST", f"/fault/{fault_id}/resolve", 200, json={})
        _expect("second resolve", again["resolved_at"], resolved["resolved_at"])
        return fault_id

    def _timeline(self, fault_id: str) -> int:
        return len(self._call("GET", f"/fault/{fault_id}/timeline", 200)["data"])

    def _counts(self) -> tuple[int, int]:
        now = datetime.now(UTC)
        span = {
            "from": (now - timedelta(hours=1)).isoformat(),
            "to": (now + timedelta(minutes=1)).isoformat(),
        }
        totals = self._call("GET", "/fault/statistics", 200, params=span)["totals"]
        return totals["opened"]["total"], totals["resolved"]["total"]

    def _access(self) -> None:
        link = self._call("POST", "/fault/token", 200, json={"expire_after_minutes": 5})
        self._call("GET", f"/fault/token/{link['token']}", 200, headers={})
        listed = self._call("GET", "/fault/token", 200)["data"]
        _expect("access tokens", [t["id"] for t in listed], [link["id"]])
        self._call("DELETE", f"/fault/token/{link['id']}", 204)
        wish = {"name": "rehearsal", "scopes": ["faults:read"]}
        key = self._call("POST", "/api-keys", 201, json=wish)
        self._call("POST", f"/api-keys/{key['id']}/rotate", 200, json={})
        keys = self._call("GET", "/api-keys", 200)["data"]
        _expect("API keys", [k["id"] for k in keys], [key["id"]])
        self._call("DELETE", f"/api-keys/{key['id']}", 204)

    def _other_apis(self) -> None:
        wish = {"name": "rehearsal", "scopes": ["faults:read", "faults:write"]}
        key = self._call("POST", "/api-keys", 201, json=wish)
        text = use_other_apis(self._call, key["key"])
        page = self._call("GET", "/fault?status=recent&q=Tunnel", 200)
        seen = [(fault["message"], len(fault["comments"])) for fault in page["data"]]
        _expect("fault of another API", seen, [(text, 1)])

    def _console(self) -> None:
        page = self._http.get("/")
        policy = page.headers.get("content-security-policy", "")
        _expect("the console's page", (page.status_code, policy[:19]), (200, "default-src 'none';"))
        self._call("GET", "/console/configuration.json", 200, headers={})
        self._call("GET", "/fault/hierarchy", 200)

    def _schedules(self) -> None:
        for logical_id in self._stack.scheduled_functions():
            answer = self._stack.invoke(logical_id, _scheduled_event())
            _expect(f"error of {logical_id}", answer["FunctionError"], None)

    def _call(self, method: str, path: str, status: int, **request: Any) -> Any:
        request.setdefault("headers", self._headers)
        response = self._http.request(method, path, **request)
        if response.status_code != status:
            raise RehearsalFailed(
                f"{method} {path}: {response.status_code} instead of {status}\n{response.text}"
            )
        return response.json() if response.content else None

    def _eventually(self, what: str, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not holds():
            if time.monotonic() > deadline:
                raise RehearsalFailed(f"{what}: not there after {_PATIENCE_SECONDS} s")
            time.sleep(0.5)


def _scheduled_event() -> dict[str, Any]:
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": "us-east-1",
        "resources": ["arn:aws:events:us-east-1:000000000000:rule/faultbook"],
        "detail": {},
    }


def _expect(what: str, seen: object, expected: object) -> None:
    if seen != expected:
        raise RehearsalFailed(f"{what}: {seen!r} instead of {expected!r}")
