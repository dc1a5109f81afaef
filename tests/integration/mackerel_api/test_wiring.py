"""The function as it starts in Lambda: tables by name, secrets from SSM, nothing replaced."""

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.session import Session

from faultbook import wiring
from faultbook.usecases.credentials import Credentials
from functions.mackerel_api.main import lambda_handler
from tests.support.builders import CUSTOMER
from tests.support.engines import Engine
from tests.support.fresh_wiring import forget_wiring
from tests.support.http_events import Response, an_event

PATH = "/faultbook/tests"
NAMES = ("jwt-secret", "token-secret", "cursor-secret", "api-key-pepper", "outage-link-secret")


@pytest.fixture
def key(moto: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Of a customer, with its pepper in SSM."""
    with moto.fresh_tables() as tables:
        environment = {
            "FAULTS_TABLE": tables.faults,
            "STATISTICS_TABLE": tables.statistics,
            "ACCESS_TABLE": tables.access,
            "SECRETS_PATH": PATH,
            "AWS_ENDPOINT_URL": moto.endpoint,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("AWS_ENDPOINT_URL_DYNAMODB", raising=False)
        peppers = put_secrets(moto)
        forget_wiring()
        _, text = Credentials(
            wiring.stores.access_store(), peppers["api-key-pepper"].encode, wiring.clock
        ).make_api_key(
            CUSTOMER, name="tests", scopes=frozenset({"faults:read", "faults:write"}), by="tests"
        )
        yield text
        forget_wiring()


@pytest.mark.parametrize(
    "path", ["/api/v0/alerts", "/api/v0/alerts/2wpLU5fBXbG/logs", "/api/v0/hosts"]
)
def test_a_key_is_accepted_with_the_pepper_of_the_secret_store(path: str, key: str):
    def call(key: str) -> Response:
        event = an_event("GET", path, headers={"x-api-key": key})
        return Response.of(lambda_handler(event, LambdaContext()))

    refused, accepted = call(key[:-1] + "_"), call(key)

    assert refused.status == 401
    assert accepted.status == (404 if "logs" in path else 200)


def put_secrets(moto: Engine) -> dict[str, str]:
    session = Session()
    session.set_credentials("local", "local")
    ssm: Any = session.create_client("ssm", region_name="us-east-1", endpoint_url=moto.endpoint)
    made = {name: secrets.token_urlsafe(48) for name in NAMES}
    for name, value in made.items():
        ssm.put_parameter(Name=f"{PATH}/{name}", Value=value, Type="SecureString", Overwrite=True)
    return made
