"""The functions as they are deployed: their own clients, and secrets that each reads from SSM."""

import itertools
from functools import cache, cached_property
from typing import Any

from faultbook.aws import Aws
from faultbook.dynamodb.fault_item import fault_of
from local.functions import load_functions
from local.gateway import Gateway
from local.template import read_template
from tests.support.builders import SteppingClock
from tests.support.engines import Engine
from tests.support.fresh_wiring import forget_wiring
from tests.support.http_events import Response, an_event
from tests.support.native_api import a_body
from tests.support.stream_records import a_record
from tests.support.tokens import a_token

SCOPES = "faults:read faults:write admin"


class Deployment:
    """One customer at all functions of the template."""

    def __init__(self, engine: Engine, clock: SteppingClock) -> None:
        self.engine = engine
        self.clock = clock
        self._functions = load_functions(read_template())
        self._gateway = Gateway(self._functions, domain="faults.example")
        self._running = ""
        self._sequence = itertools.count(1)

    def invoke(self, function: str, event: dict[str, Any]) -> Any:
        """What the one before has read or built is not there for the next."""
        if function != self._running:
            forget_wiring()
            self._running = function
        return self._functions[function].invoke(event)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: str = "",
        **headers: str,
    ) -> Response:
        """Has to succeed; a keyword is a header's name with `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= self._credential(path)
        match = self._gateway.match(method, path)
        assert match, path
        event = an_event(method, path, query=query, body=body, headers=sent)
        response = Response.of(self.invoke(match.function, event))
        assert response.status in {200, 201, 202, 204}, response.text
        return response

    def get(self, path: str, query: str = "") -> Any:
        return self.call("GET", path, query=query).json

    def report(self, **fields: Any) -> str:
        """The native id of a new fault."""
        return str(self.call("POST", "/fault", a_body(**fields)).json["id"])

    def drain(self) -> None:
        """The stream's function is told of each fault as it stands."""
        found = self.engine.items(self.engine.tables.faults)
        faults = [fault_of(item) for item in found if item["sk"]["S"] == "fault"]
        table = self.engine.tables.faults
        records = [a_record(next(self._sequence), new=one, table=table) for one in faults]
        answer = self.invoke("StreamsTimelineFunction", {"Records": records})
        assert answer == {"batchItemFailures": []}

    @cached_property
    def api_key(self) -> str:
        wanted = {"name": "monitor", "scopes": ["faults:read", "faults:write"]}
        return str(self.call("POST", "/api-keys", wanted).json["key"])

    def _credential(self, path: str) -> dict[str, str]:
        if path.startswith(("/v2/alerts", "/v2/heartbeats")):
            return {"authorization": f"GenieKey {self.api_key}"}
        if path.startswith("/v2/"):
            return {"authorization": f"ApiKey {self.api_key}"}
        if path.startswith("/api/v0/"):
            return {"x-api-key": self.api_key}
        if path.startswith(("/api/v2/", "/webhooks/")):
            return {"authorization": f"Bearer {self.api_key}"}
        issued = int(self.clock.at.timestamp())
        token = a_token(scope=SCOPES, iat=issued, exp=issued + 3600)
        return {"authorization": f"Bearer {token}"}


class KeptClients(Aws):
    """One of each kind: to make one takes longer than all that it is asked here."""

    dynamodb = cache(Aws.dynamodb)
    ssm = cache(Aws.ssm)
