"""Each function does, by itself, everything that its role lets it do.

`tests/template/test_granted_equals_used.py` compares the calls made here with the template. So
these are the functions as they are deployed: their own clients, and secrets that each of them reads
from SSM. What is set up goes through the functions as well.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.session import Session

from faultbook import wiring
from local.environment import in_environment
from tests.support.builders import SteppingClock
from tests.support.deployment import Deployment, KeptClients
from tests.support.engines import Engine
from tests.support.fresh_wiring import forget_wiring
from tests.support.native_api import environment_of
from tests.support.tokens import SECRET

SECRETS_PATH = "/faultbook/permissions"
SECRETS = {
    "jwt-secret": SECRET.decode(),
    "token-secret": "a token secret of thirty-two bytes",
    "outage-link-secret": "an outage link secret of thirty-two bytes",
    "cursor-secret": "a cursor secret of thirty-two bytes",
    "api-key-pepper": "a pepper of at least thirty-two bytes",
}


@pytest.fixture(scope="session")
def clients() -> KeptClients:
    return KeptClients()


@pytest.fixture(scope="session")
def secrets_endpoint(moto: Engine) -> str:
    session = Session()
    session.set_credentials("local", "local")
    ssm: Any = session.create_client("ssm", region_name="us-east-1", endpoint_url=moto.endpoint)
    for name, value in SECRETS.items():
        ssm.put_parameter(Name=f"{SECRETS_PATH}/{name}", Value=value, Type="SecureString")
    return moto.endpoint


@pytest.fixture
def deployment(
    dynoxide: Engine,
    clock: SteppingClock,
    secrets_endpoint: str,
    clients: KeptClients,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Deployment]:
    monkeypatch.setattr(wiring.stores, "clock", clock)
    monkeypatch.setattr(wiring.stores, "aws", lambda: clients)
    place = {"SECRETS_PATH": SECRETS_PATH, "AWS_ENDPOINT_URL_SSM": secrets_endpoint}
    with dynoxide.fresh_tables(), in_environment(environment_of(dynoxide, **place)):
        yield Deployment(dynoxide, clock)
    forget_wiring()
