from types import SimpleNamespace
from typing import Any

from faultbook.secret_store import Secrets
from tools.signing_secrets import default_path, make_secrets

PATH = default_path("faultbook")


class FakeParameters:
    """As much of SSM as holds parameters that are never overwritten."""

    class ParameterAlreadyExists(Exception):
        pass

    def __init__(self, **parameters: str) -> None:
        self.values = {f"{PATH}/{name}": value for name, value in parameters.items()}
        self.kinds: set[str] = set()
        self.exceptions = SimpleNamespace(ParameterAlreadyExists=self.ParameterAlreadyExists)

    def put_parameter(self, **wish: Any) -> None:
        assert wish["Overwrite"] is False
        if wish["Name"] in self.values:
            raise self.ParameterAlreadyExists
        self.values[wish["Name"]] = wish["Value"]
        self.kinds.add(wish["Type"])


def test_a_new_stack_gets_five_different_secrets_that_the_functions_accept():
    ssm: Any = FakeParameters()

    made = make_secrets(ssm, PATH)

    assert sorted(made) == [
        "api-key-pepper",
        "cursor-secret",
        "jwt-secret",
        "outage-link-secret",
        "token-secret",
    ]
    assert ssm.kinds == {"SecureString"}
    Secrets.given({name: ssm.values[f"{PATH}/{name}"] for name in made})


def test_a_second_deployment_keeps_every_secret():
    ssm: Any = FakeParameters()
    make_secrets(ssm, PATH)
    before = dict(ssm.values)

    assert make_secrets(ssm, PATH) == []
    assert ssm.values == before


def test_only_what_is_missing_is_made():
    ssm: Any = FakeParameters(**{"jwt-secret": "the owner's own"})

    made = make_secrets(ssm, PATH)

    assert sorted(made) == [
        "api-key-pepper",
        "cursor-secret",
        "outage-link-secret",
        "token-secret",
    ]
    assert ssm.values[f"{PATH}/jwt-secret"] == "the owner's own"
