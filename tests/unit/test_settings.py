"""A function that is told too little does not start, and says what is missing."""

from collections.abc import Callable, Iterator

import pytest

from faultbook import wiring
from faultbook.settings import MissingSetting, Settings, read_settings
from local.environment import in_environment
from tests.support.fresh_wiring import forget_wiring
from tests.support.native_api import environment_of

REQUIRED: dict[str, Callable[[Settings], object]] = {
    "FAULTS_TABLE": lambda settings: settings.faults_table,
    "STATISTICS_TABLE": lambda settings: settings.statistics_table,
    "ACCESS_TABLE": lambda settings: settings.access_table,
    "SCAN_REPORTS_TABLE": lambda settings: settings.scan_reports_table,
    "EVENTS_TABLE": lambda settings: settings.events_table,
    "DELIVER_FUNCTION": lambda settings: settings.deliver_function,
    "JWT_ISSUER": lambda settings: settings.jwt_issuer,
    "JWT_AUDIENCE": lambda settings: settings.jwt_audiences,
    "JWKS_URL": lambda settings: settings.jwks_url,
}


@pytest.fixture
def in_lambda() -> Iterator[pytest.MonkeyPatch]:
    """As Lambda starts a function, with everything there is to tell it."""
    with in_environment(environment_of(None)), pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_LAMBDA_FUNCTION_NAME", "tests")
        forget_wiring()
        yield patch
    forget_wiring()


@pytest.mark.parametrize("name", REQUIRED)
def test_what_is_not_set_is_named_when_it_is_asked_for(name: str):
    with pytest.raises(MissingSetting, match=name):
        REQUIRED[name](Settings({}))


def test_a_number_that_is_none_is_named():
    with pytest.raises(MissingSetting, match="REQUESTS_PER_SECOND is not a number"):
        _ = Settings({"REQUESTS_PER_SECOND": "many"}).requests_per_second


def test_what_nobody_asks_for_may_be_missing(in_lambda: pytest.MonkeyPatch):
    in_lambda.delenv("STATISTICS_TABLE")

    wiring.build_at_start(wiring.changes)


@pytest.mark.parametrize("missing", ["FAULTS_TABLE", "STATISTICS_TABLE"])
def test_in_lambda_a_part_that_misses_a_setting_stops_the_start(
    in_lambda: pytest.MonkeyPatch, missing: str
):
    in_lambda.delenv(missing)

    with pytest.raises(MissingSetting, match=missing):
        wiring.build_at_start(wiring.statistics)


def test_elsewhere_nothing_is_built_at_the_start(in_lambda: pytest.MonkeyPatch):
    in_lambda.delenv("AWS_LAMBDA_FUNCTION_NAME")
    in_lambda.delenv("FAULTS_TABLE")

    wiring.build_at_start(wiring.changes)

    assert not read_settings().in_lambda


def test_in_lambda_the_secrets_have_a_path(in_lambda: pytest.MonkeyPatch):
    in_lambda.setenv("SECRETS_PATH", "")

    with pytest.raises(MissingSetting, match="SECRETS_PATH"):
        _ = read_settings().secrets_path
