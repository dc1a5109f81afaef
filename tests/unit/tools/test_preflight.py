"""What `make deploy` says before it builds."""

import os

import pytest
from moto import mock_aws

from tools.preflight import LONGEST_STACK_NAME, main, problems


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing of this machine's, and credentials of moto's."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    values = {
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "eu-central-1",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.usefixtures("account")
def test_an_account_a_region_and_a_short_name_are_all_that_is_wanted():
    with mock_aws():
        assert list(problems("f" * LONGEST_STACK_NAME)) == []


@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(
    ("stack", "words"),
    [
        ("f" * 36, "36 characters, 35 are the most"),
        ("1faults", "a letter first"),
        ("fault_book", "letters, digits and hyphens"),
        ("", "a letter first"),
    ],
)
def test_a_name_that_cloudformation_would_refuse_is_said(stack: str, words: str):
    with mock_aws():
        [problem] = problems(stack)

    assert words in problem


def test_a_missing_region_and_missing_credentials_are_said_in_a_line_each(
    account: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    account.delenv("AWS_DEFAULT_REGION")
    account.delenv("AWS_ACCESS_KEY_ID")

    assert main(["--stack", "faultbook"]) == 1
    region, credentials = capsys.readouterr().err.splitlines()
    assert region.startswith("cannot deploy: no region")
    assert credentials.startswith("cannot deploy: no credentials")


def test_a_profile_that_is_not_there_is_said(account: pytest.MonkeyPatch):
    account.setenv("AWS_PROFILE", "nobody")

    assert list(problems("faultbook")) == ["The config profile (nobody) could not be found"]


def test_credentials_that_nobody_answers_for_are_said_in_one_line(account: pytest.MonkeyPatch):
    account.setenv("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:9")

    [problem] = problems("faultbook")

    assert problem == 'Could not connect to the endpoint URL: "http://127.0.0.1:9/"'
