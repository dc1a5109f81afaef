"""What is asked of Amazon SNS itself, of one on this machine."""

from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from faultbook.domain.errors import InvalidRequest, Unavailable
from faultbook.outgoing.connection import Connection
from faultbook.outgoing.sns import MAX_CERTIFICATE, Sns
from tests.support.builders import SteppingClock
from tests.support.receivers import Receiver, Reply, a_receiver
from tests.support.sns import TOKEN, TOPIC

ELSEWHERE = "http://169.254.169.254/latest/meta-data"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with a_receiver() as receiver:
        yield receiver


@pytest.fixture
def sns(receiver: Receiver) -> Sns:
    origin = receiver.url.removesuffix("/hook")
    connection = Connection(
        SteppingClock(), allow_loopback=True, seconds=1.5, max_answer=MAX_CERTIFICATE
    )
    return Sns(connection, lambda _: origin)


def test_a_certificate_is_read_to_its_bound(sns: Sns, receiver: Receiver):
    receiver.decide = lambda _: Reply(200, b"x" * (MAX_CERTIFICATE + 1))

    assert sns.certificate(f"{sns.origin_of(TOPIC)}/a.pem") == b"x" * MAX_CERTIFICATE
    assert [one.path for one in receiver.received] == ["/a.pem"]


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_certificate_that_is_not_there_is_none(sns: Sns, receiver: Receiver, status: int):
    receiver.decide = lambda _: Reply(status)

    assert sns.certificate(f"{sns.origin_of(TOPIC)}/a.pem") is None


@pytest.mark.parametrize(
    "reply",
    [Reply(500), Reply(503), Reply(429), Reply(302, headers={"Location": ELSEWHERE})],
)
def test_what_may_be_answered_otherwise_later_is_asked_again_later(
    sns: Sns, receiver: Receiver, reply: Reply
):
    receiver.decide = lambda _: reply

    with pytest.raises(Unavailable):
        sns.certificate(f"{sns.origin_of(TOPIC)}/a.pem")
    with pytest.raises(Unavailable):
        sns.confirm(TOPIC, TOKEN)

    assert len(receiver.received) == 2


def test_a_certificate_that_does_not_come_is_not_waited_for(sns: Sns, receiver: Receiver):
    receiver.decide = lambda _: Reply(pause=5)

    with pytest.raises(Unavailable):
        sns.certificate(f"{sns.origin_of(TOPIC)}/a.pem")


def test_a_subscription_is_confirmed_with_the_topic_and_the_token(sns: Sns, receiver: Receiver):
    sns.confirm(TOPIC, "a&b=c")

    [asked] = receiver.received
    assert asked.path == "/"
    assert parse_qs(asked.body.decode()) == {
        "Action": ["ConfirmSubscription"],
        "Version": ["2010-03-31"],
        "TopicArn": [TOPIC],
        "Token": ["a&b=c"],
    }


def test_a_token_that_sns_refuses_is_said(sns: Sns, receiver: Receiver):
    receiver.decide = lambda _: Reply(400)

    with pytest.raises(InvalidRequest, match="token"):
        sns.confirm(TOPIC, TOKEN)
