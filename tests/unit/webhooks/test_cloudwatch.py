"""Messages of Amazon SNS about alarms of CloudWatch, and the faults that come of them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain.fault import Origin
from faultbook.gateway.quota import Quota
from faultbook.usecases.credentials import Credentials
from tests.support.alertmanager_world import World, world_of
from tests.support.builders import CUSTOMER, NOW
from tests.support.fresh_wiring import replace_part
from tests.support.http_events import Response
from tests.support.in_memory_apis import PEPPER
from tests.support.sns import (
    CERTIFICATE,
    ORIGIN,
    TOKEN,
    TOPIC,
    FakeSns,
    another_key,
    certificate,
    confirmation,
    notification,
    rsa_key,
    signed,
)

ARN = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:web-1 is busy"
AS_SNS = {"content-type": "text/plain; charset=UTF-8"}


@pytest.fixture
def world() -> Iterator[World]:
    with world_of() as world:
        yield world


@pytest.fixture
def sns(world: World, monkeypatch: pytest.MonkeyPatch) -> FakeSns:
    del world  # first
    sns = FakeSns({CERTIFICATE: certificate(rsa_key(), NOW)})
    replace_part(monkeypatch, "sns", lambda: sns)
    return sns


@pytest.fixture
def key(world: World, sns: FakeSns) -> str:
    del sns
    return key_of(world, TOPIC)


def key_of(world: World, *topics: str, apis: tuple[Origin, ...] = (), path: str = "") -> str:
    credentials = Credentials(wiring.stores.access_store(), lambda: PEPPER, world.clock)
    _, text = credentials.make_api_key(
        CUSTOMER,
        name="cloudwatch",
        scopes=frozenset({"faults:write"}),
        by="tests",
        topics=topics,
        apis=frozenset(apis),
        path=path,
    )
    return text


def post(world: World, key: str, message: Any) -> Response:
    """As SNS does: the key is in the address."""
    headers = AS_SNS | {"authorization": ""}
    return world.apis("POST", "/webhooks/cloudwatch", message, query=f"key={key}", headers=headers)


def change(at: datetime, state: str = "ALARM", **fields: Any) -> dict[str, Any]:
    """As CloudWatch tells a topic of an alarm of one metric."""
    return {
        "AlarmName": "web-1 is busy",
        "AlarmDescription": "severity: critical",
        "AWSAccountId": "123456789012",
        "AlarmConfigurationUpdatedTimestamp": "2026-01-10T09:00:00.000+0000",
        "NewStateValue": state,
        "NewStateReason": "Threshold Crossed: 1 datapoint [99.1] was greater than 90.0.",
        "StateChangeTime": f"{at:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "+0000",
        "Region": "US East (N. Virginia)",
        "AlarmArn": ARN,
        "OldStateValue": "OK",
        "OKActions": [TOPIC],
        "AlarmActions": [TOPIC],
        "InsufficientDataActions": [],
        "Trigger": {
            "MetricName": "CPUUtilization",
            "Namespace": "AWS/EC2",
            "StatisticType": "Statistic",
            "Statistic": "AVERAGE",
            "Unit": None,
            "Dimensions": [{"value": "i-12345678901234567", "name": "InstanceId"}],
            "Period": 300,
            "EvaluationPeriods": 1,
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": 90.0,
            "TreatMissingData": "missing",
            "EvaluateLowSampleCountPercentile": "",
        },
        **fields,
    }


def tell(world: World, key: str, state: str = "ALARM", **fields: Any) -> None:
    """Of a change at this moment."""
    message = notification(world.clock.at, change(world.clock.at, state, **fields))
    answer = post(world, key, signed(message))
    assert (answer.status, answer.text) == (204, "")


def test_an_alarm_is_a_fault_where_its_series_is(world: World, key: str):
    tell(world, key)

    [fault] = world.faults()
    assert fault["resource_id"] == "i-12345678901234567"
    assert fault["resource_ancestry_path"] == "123456789012|us-east-1|i-12345678901234567"
    assert fault["type"] == "CPUUtilization"
    assert fault["severity"] == "CRITICAL"
    assert fault["message"] == "web-1 is busy: Threshold Crossed"


@pytest.mark.usefixtures("sns")
def test_its_path_begins_with_the_key_s(world: World):
    tell(world, key_of(world, TOPIC, path="clouds"))

    [fault] = world.faults()
    assert fault["resource_ancestry_path"].startswith("clouds|123456789012|us-east-1|")


def test_an_alarm_that_is_ok_again_resolves_its_fault(world: World, key: str):
    tell(world, key)
    world.clock.at += timedelta(minutes=5)

    tell(world, key, "OK")

    assert [fault["status"] for fault in world.faults()] == ["resolved"]


def test_a_message_that_is_sent_again_changes_nothing(world: World, key: str):
    first = signed(notification(world.clock.at, change(world.clock.at)))
    assert post(world, key, first).status == 204
    world.clock.at += timedelta(minutes=5)
    tell(world, key, "OK")
    world.clock.at += timedelta(minutes=5)

    assert post(world, key, first).status == 204

    [fault] = world.faults()
    assert (fault["status"], fault["occurrences"]) == ("resolved", 1)


def test_no_data_is_one_comment_on_what_is_open(world: World, key: str):
    tell(world, key)
    world.clock.at += timedelta(minutes=5)
    silent = signed(notification(world.clock.at, change(world.clock.at, "INSUFFICIENT_DATA")))
    for _ in range(2):
        assert post(world, key, silent).status == 204

    [fault] = world.faults()
    assert fault["status"] == "unresolved"
    assert len(fault["comments"]) == 1


def test_an_alarm_of_several_metrics_is_where_the_first_of_them_is(world: World, key: str):
    queries = [
        {"Id": "e1", "Expression": "m1 / 2", "ReturnData": True},
        {
            "Id": "m1",
            "MetricStat": {
                "Metric": {
                    "MetricName": "Errors",
                    "Namespace": "AWS/Lambda",
                    "Dimensions": [{"name": "FunctionName", "value": "orders"}],
                },
                "Period": 60,
                "Stat": "Sum",
            },
            "ReturnData": False,
        },
    ]
    tell(world, key, Trigger={"Period": 60, "Metrics": queries})

    [fault] = world.faults()
    assert (fault["type"], fault["resource_id"]) == ("Errors", "orders")


def test_a_composite_alarm_has_no_metric(world: World, key: str):
    tell(world, key, Trigger=None, AlarmRule='ALARM("a") OR ALARM("b")', AlarmDescription=None)

    [fault] = world.faults()
    assert (fault["type"], fault["resource_id"]) == ("composite alarm", "web-1 is busy")
    assert fault["severity"] == "HIGH"


def test_a_subscription_is_confirmed_where_the_topic_is_with_the_token_alone(
    world: World, sns: FakeSns, key: str
):
    elsewhere = "http://169.254.169.254/latest/meta-data"
    answer = post(world, key, signed(confirmation(world.clock.at, SubscribeURL=elsewhere)))

    assert answer.status == 204
    assert sns.confirmed == [(TOPIC, TOKEN)]
    assert sns.asked == [CERTIFICATE]


def test_a_token_that_sns_does_not_take_is_said(world: World, sns: FakeSns, key: str):
    sns.takes = "another"

    answer = post(world, key, signed(confirmation(world.clock.at)))

    assert answer.status == 400
    assert "token" in answer.json["message"]


def test_the_end_of_a_subscription_is_taken_and_confirms_nothing(
    world: World, sns: FakeSns, key: str
):
    message = confirmation(world.clock.at) | {"Type": "UnsubscribeConfirmation"}

    assert post(world, key, signed(message)).status == 204
    assert sns.confirmed == []


FORGED: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "another key": lambda message: signed(message, another_key()),
    "another text": lambda message: signed(message) | {"Message": "{}"},
    "another host": lambda message: signed(
        message | {"SigningCertURL": "https://sns.us-east-1.amazonaws.com.example/x.pem"}
    ),
    "another day": lambda message: signed(message | {"Timestamp": "2026-01-14T12:00:00.000Z"}),
    "another topic": lambda message: signed(message | {"TopicArn": f"{TOPIC}-2"}),
}


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("kind", [confirmation, lambda at: notification(at, change(at))])
def test_what_sns_did_not_sign_for_this_key_does_nothing(
    world: World, sns: FakeSns, key: str, kind: Callable[[datetime], dict[str, Any]], forged: str
):
    answer = post(world, key, FORGED[forged](kind(world.clock.at)))

    assert answer.status == 403
    assert set(answer.json) == {"message", "errors"}
    assert (world.faults(), sns.confirmed) == ([], [])


def test_a_key_that_names_no_topic_takes_no_message(world: World, sns: FakeSns):
    answer = post(world, key_of(world), signed(confirmation(world.clock.at)))

    assert answer.status == 403
    assert "--topic" in answer.json["message"]
    assert (sns.confirmed, sns.asked) == ([], [])


@pytest.mark.parametrize(
    ("path", "credential"),
    [
        ("/webhooks/alertmanager", "Bearer"),
        ("/webhooks/grafana", "Bearer"),
        ("/api/v2/alerts", "Bearer"),
        ("/v2/alerts", "GenieKey"),
    ],
)
def test_a_key_of_topics_opens_nothing_else(world: World, key: str, path: str, credential: str):
    headers = {"authorization": f"{credential} {key}"}

    assert world.apis("POST", path, {"alerts": []}, headers=headers).status == 401


@pytest.mark.usefixtures("sns")
def test_a_key_of_topics_that_serves_another_api_takes_no_message(world: World):
    key = key_of(world, TOPIC, apis=(Origin.OPSGENIE,))

    assert post(world, key, signed(confirmation(world.clock.at))).status == 401


def test_a_message_without_its_envelope_is_refused_in_words(world: World, key: str):
    answer = post(world, key, change(world.clock.at))

    assert answer.status == 400
    assert "point-your-sender-here" in answer.json["message"]


@pytest.mark.parametrize("message", ["hello", "[]", '{"AlarmName": "x"}', '{"a":' * 1000])
def test_a_message_that_is_no_alarm_s_is_refused(world: World, key: str, message: str):
    answer = post(world, key, signed(notification(world.clock.at, message)))

    assert answer.status == 400
    assert world.faults() == []


def test_what_is_over_passes_also_over_the_quota(
    world: World, key: str, monkeypatch: pytest.MonkeyPatch
):
    tell(world, key)
    world.clock.at += timedelta(minutes=5)
    with monkeypatch.context() as patch:
        quota = Quota(0.001, timer=lambda: 0.0)
        replace_part(patch, "quota", lambda: quota)
        another = change(world.clock.at, AlarmArn=f"{ARN} 2")
        message = signed(notification(world.clock.at, another))
        answers = [post(world, key, message) for _ in range(5)]
        tell(world, key, "OK")

    assert (answers[-1].status, "retry-after" in answers[-1].headers) == (503, True)
    assert "resolved" in {fault["status"] for fault in world.faults()}


def test_the_certificate_s_host_is_told_to_who_sent_another(world: World, key: str):
    message = notification(world.clock.at, "x", SigningCertURL="https://example.com/x.pem")

    assert ORIGIN in post(world, key, signed(message)).json["message"]
