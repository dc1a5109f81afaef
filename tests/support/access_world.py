"""The native API's routes of credentials, over in-memory stores."""

from typing import Any

from faultbook.domain.errors import NotAuthenticated
from faultbook.gateway.api_key import ApiKeyAuthenticator
from faultbook.gateway.quota import Quota
from faultbook.gateway.share_token import ShareTokens
from faultbook.secret_store import SecretName, Secrets
from functions.fault_api.administration import lambda_handler
from tests.support.access_fakes import InMemoryAccessStore
from tests.support.builders import SteppingClock
from tests.support.fakes import InMemoryFaultStore
from tests.support.http_events import NO_CONTEXT, Response, an_event
from tests.support.tokens import Timer, a_token

SECRETS = Secrets.given({name: f"{name} of at least thirty-two bytes" for name in SecretName})
ADMIN = "faults:read faults:write admin"


class World:
    def __init__(self) -> None:
        self.clock = SteppingClock()
        self.timer = Timer()
        self.store = InMemoryAccessStore(self.clock)
        self.faults = InMemoryFaultStore(self.clock)
        self.share_tokens = ShareTokens(
            self.store, lambda: SECRETS.get(SecretName.TOKEN), self.clock, self.timer
        )
        self.keys = ApiKeyAuthenticator(
            self.store, lambda: SECRETS.get(SecretName.API_KEY_PEPPER), self.clock, self.timer
        )
        self.quota = Quota(50, self.timer)

    def call(
        self, method: str, path: str, body: Any = None, *, scope: str | None = ADMIN, **claims: Any
    ) -> Response:
        """`scope` None: no credential."""
        token = a_token(scope=scope, **claims) if scope is not None else ""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        event = an_event(method, path, body=body, headers=headers)
        return Response.of(lambda_handler(event, NO_CONTEXT))

    def make_token(self, body: Any = None, **claims: Any) -> dict[str, Any]:
        made = self.call("POST", "/fault/token", body, **claims).json
        assert isinstance(made, dict)
        return made

    def make_key(self, **fields: Any) -> dict[str, Any]:
        body = {"name": "probe", "scopes": ["faults:read"]} | fields
        made = self.call("POST", "/api-keys", body)
        assert made.status == 201, made.text
        return dict(made.json)

    def key_works(self, text: str) -> bool:
        try:
            self.keys.authenticate(text, "192.0.2.7")
        except NotAuthenticated:
            return False
        return True
