import io
import json
import logging
import re
from collections.abc import Iterator

import pytest

from faultbook import settings
from faultbook.telemetry import count_metric, logger, to_stdout


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    lines = io.StringIO()
    before = to_stdout.setStream(lines)
    yield lines
    if before:
        to_stdout.setStream(before)


def test_a_line_is_json_with_what_was_said_and_without_what_is_none(log: io.StringIO):
    logger.warning("store refused", extra={"reason": "Größe", "customer_id": None})

    line = json.loads(log.getvalue())
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\+0000", line.pop("timestamp"))
    assert line.pop("location").startswith("test_a_line_is_json")
    assert line == {
        "level": "WARNING",
        "message": "store refused",
        "service": "faultbook",
        "reason": "Größe",
    }


def test_what_a_text_holds_never_ends_a_line(log: io.StringIO):
    logger.info("one\ntwo", extra={"reason": 'three\r\n"four"'})

    assert len(log.getvalue().splitlines()) == 1
    assert json.loads(log.getvalue())["message"] == "one\ntwo"


def test_a_line_is_written_once(log: io.StringIO):
    """Lambda's runtime has a handler of its own above ours."""
    root = io.StringIO()
    handler = logging.StreamHandler(root)
    logging.getLogger().addHandler(handler)
    try:
        logger.info("once")
    finally:
        logging.getLogger().removeHandler(handler)

    assert (len(log.getvalue().splitlines()), root.getvalue()) == (1, "")


@pytest.mark.parametrize(("said", "level"), [(None, "INFO"), ("", "INFO"), ("ERROR", "ERROR")])
def test_the_environment_says_from_which_level_on(
    monkeypatch: pytest.MonkeyPatch, said: str | None, level: str
):
    if said is None:
        monkeypatch.delenv("LOG_LEVEL", raising=False)
    else:
        monkeypatch.setenv("LOG_LEVEL", said)

    assert settings.read_log_level() == level


def test_a_metric_is_a_line_that_cloudwatch_counts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("SERVICE_NAME", "a-stack")

    count_metric("Drift", 3)

    line = json.loads(capsys.readouterr().out)
    described = line.pop("_aws")
    assert isinstance(described["Timestamp"], int)
    assert described["CloudWatchMetrics"] == [
        {
            "Namespace": "Faultbook",
            "Dimensions": [["service"]],
            "Metrics": [{"Name": "Drift", "Unit": "Count"}],
        }
    ]
    assert line == {"service": "a-stack", "Drift": [3]}
