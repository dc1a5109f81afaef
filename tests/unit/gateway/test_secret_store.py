"""Secrets out of SSM: read once, tried again after a failure, refused when weak."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import pytest
from botocore.exceptions import BotoCoreError, ClientError, EndpointConnectionError

from faultbook.domain.errors import Unavailable
from faultbook.parameter_store import read_parameters
from faultbook.secret_store import SecretName, Secrets, WeakSecret

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

PATH = "/faultbook/stack"
TEXTS: dict[str, str] = {name: f"{name} of at least thirty-two bytes" for name in SecretName}


class FakeParameters:
    """SSM's GetParameters."""

    def __init__(self, values: Mapping[str, str], failures: list[Exception] | None = None) -> None:
        self._values = values
        self._failures = failures or []
        self.calls: list[dict[str, Any]] = []

    def get_parameters(self, **parameters: Any) -> dict[str, Any]:
        self.calls.append(parameters)
        if self._failures:
            raise self._failures.pop(0)
        found, missing = [], []
        for name in parameters["Names"]:
            folder, _, last = name.rpartition("/")
            assert folder == PATH
            if last in self._values:
                found.append({"Name": name, "Value": self._values[last]})
            else:
                missing.append(name)
        return {"Parameters": found, "InvalidParameters": missing}


def secrets_at(client: FakeParameters, path: str = PATH) -> Secrets:
    return Secrets(partial(read_parameters, cast("SSMClient", client), path))


def denied() -> ClientError:
    return ClientError({"Error": {"Code": "AccessDeniedException"}}, "GetParameters")


def unreachable() -> BotoCoreError:
    return EndpointConnectionError(endpoint_url="https://ssm.example")


@pytest.mark.parametrize("path", [PATH, f"{PATH}/"])
def test_each_is_read_decrypted_by_its_name_and_once(path: str):
    client = FakeParameters(TEXTS)
    secrets = secrets_at(client, path)

    found = [secrets.get(SecretName.CURSOR) for _ in range(2)]

    assert found == [TEXTS[SecretName.CURSOR].encode()] * 2
    [call] = client.calls
    assert call == {"Names": [f"{PATH}/cursor-secret"], "WithDecryption": True}


def test_those_that_are_read_ahead_are_read_together():
    client = FakeParameters(TEXTS)
    secrets = secrets_at(client)

    secrets.warm(SecretName.JWT, SecretName.CURSOR)

    [call] = client.calls
    assert call["Names"] == [f"{PATH}/jwt-secret", f"{PATH}/cursor-secret"]


def test_who_needs_none_asks_for_none():
    client = FakeParameters(TEXTS)

    secrets_at(client).warm()

    assert client.calls == []


def test_nothing_is_read_before_it_is_needed():
    client = FakeParameters(TEXTS)

    secrets_at(client)

    assert client.calls == []


@pytest.mark.parametrize("failure", [denied(), unreachable()], ids=["denied", "unreachable"])
def test_a_failure_is_unavailable_and_the_next_call_reads_again(failure: Exception):
    secrets = secrets_at(FakeParameters(TEXTS, [failure]))

    with pytest.raises(Unavailable):
        secrets.get(SecretName.JWT)

    assert secrets.get(SecretName.JWT) == TEXTS[SecretName.JWT].encode()


def test_a_secret_made_later_is_found_later():
    values = dict(TEXTS)
    later = values.pop(SecretName.TOKEN)
    secrets = secrets_at(FakeParameters(values))

    with pytest.raises(Unavailable):
        secrets.get(SecretName.TOKEN)
    values[SecretName.TOKEN] = later

    assert secrets.get(SecretName.TOKEN) == later.encode()


def test_one_that_is_missing_does_not_hide_the_others():
    values = dict(TEXTS)
    del values[SecretName.JWT]
    secrets = secrets_at(FakeParameters(values))
    secrets.warm(SecretName.JWT, SecretName.CURSOR)

    assert secrets.get(SecretName.CURSOR) == TEXTS[SecretName.CURSOR].encode()


def test_reading_ahead_lets_a_failure_pass():
    client = FakeParameters(TEXTS, [unreachable()])
    secrets = secrets_at(client)

    secrets.warm(SecretName.JWT)

    assert secrets.get(SecretName.JWT) == TEXTS[SecretName.JWT].encode()


def test_reading_ahead_spares_the_first_request_the_call():
    client = FakeParameters(TEXTS)
    secrets = secrets_at(client)
    secrets.warm(SecretName.JWT)
    calls = len(client.calls)

    secrets.get(SecretName.JWT)

    assert len(client.calls) == calls


@pytest.mark.parametrize("name", SecretName)
def test_31_bytes_are_refused_at_the_start(name: SecretName):
    weak = TEXTS | {name: "x" * 31}

    with pytest.raises(WeakSecret, match="31 bytes"):
        Secrets.given(weak)
    with pytest.raises(WeakSecret):
        secrets_at(FakeParameters(weak)).warm(name)


def test_32_bytes_are_enough():
    secrets = Secrets.given(TEXTS | {SecretName.JWT: "x" * 32})

    assert secrets.get(SecretName.JWT) == b"x" * 32


def test_one_secret_for_two_purposes_is_refused():
    with pytest.raises(WeakSecret, match="same"):
        Secrets.given(TEXTS | {SecretName.TOKEN: TEXTS[SecretName.JWT]})
    with pytest.raises(WeakSecret, match="same"):
        secrets_at(FakeParameters(dict.fromkeys(TEXTS, "x" * 32))).warm(*SecretName)


def test_what_was_not_given_is_unavailable():
    with pytest.raises(Unavailable):
        Secrets.given({}).get(SecretName.JWT)


def test_nothing_of_a_secret_shows_when_secrets_are_printed():
    secrets = Secrets.given(TEXTS)

    assert not any(text in repr(secrets) + str(secrets) for text in TEXTS.values())
