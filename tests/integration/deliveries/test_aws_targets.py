"""From a change to a bus and a topic, which moto keeps, and what comes of what AWS answers."""

import json
from typing import Any

import pytest
from botocore.session import Session

from faultbook import wiring
from tests.integration.deliveries.conftest import PostOffice
from tests.support.engines import Engine
from tests.support.receivers import Reply, a_receiver

SENDER = "faults@example.com"
BUS = "arn:aws:events:us-east-1:123456789012:event-bus/faults"


class Account:
    """A bus, a verified sender, and a topic with a queue for what is sent to it."""

    def __init__(self, endpoint: str) -> None:
        self._session = Session()
        self._session.set_credentials("local", "local")
        self._endpoint = endpoint
        bus = self._client("events").create_event_bus(Name="faults")["EventBusArn"]
        sns, self._sqs = self._client("sns"), self._client("sqs")
        topic = sns.create_topic(Name="faults")["TopicArn"]
        self._queue = self._sqs.create_queue(QueueName="faults")["QueueUrl"]
        about = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])
        queue_arn = about["Attributes"]["QueueArn"]
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue_arn)
        self._client("sesv2").create_email_identity(EmailIdentity=SENDER)
        self.urls = {"eventbridge": bus, "sns": topic, "email": "mailto:noc@example.com"}

    def received(self) -> list[Any]:
        """Once each, from the topic."""
        answer = self._sqs.receive_message(
            QueueUrl=self._queue, MaxNumberOfMessages=10, VisibilityTimeout=600
        )
        return [json.loads(one["Body"]) for one in answer.get("Messages", [])]

    def _client(self, service: str) -> Any:
        return self._session.create_client(
            service, region_name="us-east-1", endpoint_url=self._endpoint
        )


@pytest.fixture(scope="module")
def account(moto: Engine) -> Account:
    return Account(moto.endpoint)


@pytest.fixture
def aws(account: Account, moto: Engine, office: PostOffice, monkeypatch: Any) -> PostOffice:
    for service in ("EVENTBRIDGE", "SNS", "SESV2"):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service}", moto.endpoint)
    monkeypatch.setenv("EVENT_BUS_ARN", account.urls["eventbridge"])
    monkeypatch.setenv("TOPIC_ARNS", f"{account.urls['sns']},{account.urls['sns']}-of-others")
    monkeypatch.setenv("MAIL_FROM", SENDER)
    wiring.stores.environment.cache_clear()
    return office


def an_endpoint(aws: PostOffice, account: Account, kind: str) -> dict[str, Any]:
    return aws.endpoint(kind=kind, url=account.urls[kind])


@pytest.mark.parametrize("kind", ["eventbridge", "sns", "email"])
def test_a_life_is_taken_in_its_order(aws: PostOffice, account: Account, kind: str):
    made = an_endpoint(aws, account, kind)
    tested = aws.admin("POST", f"/endpoints/{made['id']}/test").json
    aws.lives()
    aws.tell()
    log = aws.admin("GET", f"/endpoints/{made['id']}/deliveries").json["data"]

    assert (tested["status"], tested["failure"]) == (200, None)
    assert [(one["type"], one["state"], one["attempt_count"]) for one in log] == [
        ("fault.resolved", "delivered", 1),
        ("fault.opened", "delivered", 1),
    ]


def test_whoever_subscribed_to_the_topic_gets_the_events(aws: PostOffice, account: Account):
    account.received()
    an_endpoint(aws, account, "sns")
    aws.lives()
    aws.tell()

    received = account.received()
    events = [json.loads(one["Message"]) for one in received]
    assert [event["type"] for event in events] == ["fault.opened", "fault.resolved"]
    assert events[0]["data"]["fault"]["resource_id"] == "edge-0"
    assert received[0]["MessageAttributes"]["type"]["Value"] == "fault.opened"


def test_without_a_url_it_is_the_bus_that_the_owner_named(aws: PostOffice, account: Account):
    made = aws.admin("POST", "/endpoints", {"name": "ops", "kind": "eventbridge"}).json

    assert made["url"] == account.urls["eventbridge"]


def test_mail_from_an_address_that_is_not_verified_is_refused(
    aws: PostOffice, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("MAIL_FROM", "faults@another.example")
    wiring.stores.environment.cache_clear()
    wiring.stores.aws_targets.cache_clear()
    made = aws.endpoint(kind="email", url="mailto:noc@example.com")
    result = aws.admin("POST", f"/endpoints/{made['id']}/test").json

    assert (result["status"], result["failure"]) == (400, "status")
    assert result["answer"] == "MessageRejected"


@pytest.mark.parametrize(
    ("kind", "url", "parameter"),
    [
        ("eventbridge", "arn:aws:events:us-east-1:1:event-bus/others", "EventBusArn"),
        ("sns", "arn:aws:sns:us-east-1:1:others", "TopicArns"),
        ("sns", None, "TopicArns"),  # there are two
    ],
)
def test_nothing_is_sent_to_what_the_owner_has_not_named(
    aws: PostOffice, kind: str, url: str | None, parameter: str
):
    body = {"name": "ops", "kind": kind} | ({"url": url} if url else {})
    answer = aws.admin("POST", "/endpoints", body)

    assert answer.status == 400
    assert answer.json["errors"] == {
        "url": [f"an ARN that the parameter {parameter} of this Faultbook names"]
    }


DENIED = b'{"__type": "AccessDeniedException", "message": "arn:aws:iam::1:role/x may not"}'
ENTRY = b'{"FailedEntryCount": 1, "Entries": [{"ErrorCode": "%s", "ErrorMessage": "x"}]}'


@pytest.mark.parametrize(
    ("reply", "status", "answer"),
    [
        (Reply(400, DENIED), 400, "AccessDeniedException"),
        (Reply(200, ENTRY % b"NotAuthorizedForSourceException"), 400, "NotAuthorizedForSource"),
        (Reply(200, ENTRY % b"ThrottlingException"), 503, "ThrottlingException"),
        (Reply(400, b'{"__type": "ThrottlingException"}'), 503, "ThrottlingException"),
    ],
)
def test_what_aws_refuses_is_told_by_its_code_alone(
    aws: PostOffice, monkeypatch: pytest.MonkeyPatch, reply: Reply, status: int, answer: str
):
    made = aws.endpoint(kind="eventbridge", url=BUS)
    with a_receiver(lambda _: reply) as elsewhere:
        monkeypatch.setenv("AWS_ENDPOINT_URL_EVENTBRIDGE", elsewhere.url)
        wiring.stores.aws_targets.cache_clear()
        wiring.stores.aws.cache_clear()
        result = aws.admin("POST", f"/endpoints/{made['id']}/test").json

    assert (result["status"], result["failure"]) == (status, "status")
    assert result["answer"].startswith(answer)
    assert "arn:" not in result["answer"]
