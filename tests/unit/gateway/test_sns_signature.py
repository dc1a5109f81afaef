"""What Amazon SNS has signed, and what somebody else has."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from faultbook.domain.errors import NotPermitted, Unavailable
from faultbook.domain.sns_topic import is_topic, origin_of
from faultbook.gateway.short_memory import ShortMemory
from faultbook.gateway.sns_signature import SnsSignatures, text_to_sign
from tests.support.builders import NOW, SteppingClock
from tests.support.sns import (
    CERTIFICATE,
    ORIGIN,
    TOPIC,
    FakeSns,
    another_key,
    certificate,
    confirmation,
    notification,
    rsa_key,
    signed,
)


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def sns() -> FakeSns:
    return FakeSns({CERTIFICATE: certificate(rsa_key(), NOW, (-30, 30))})


@pytest.fixture
def signatures(sns: FakeSns, clock: SteppingClock) -> SnsSignatures:
    def seconds() -> float:
        return clock.at.timestamp()

    remembered: ShortMemory[str, Any] = ShortMemory(seconds)
    return SnsSignatures(sns.certificate, sns.origin_of, clock, remembered)


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("message", [notification(NOW, "hello"), confirmation(NOW)])
def test_what_sns_signed_is_taken(signatures: SnsSignatures, message: dict[str, Any], version: str):
    signatures.verify(signed(message, version=version))


def test_a_message_without_a_subject_is_signed_without_it(signatures: SnsSignatures):
    message = notification(NOW, "hello")
    del message["Subject"]

    signatures.verify(signed(message) | {"Subject": None})


def test_the_text_to_sign_has_each_name_and_value_on_a_line_of_its_own():
    message = notification(NOW, "hello", Subject="s", MessageId="m")

    assert (
        text_to_sign(message)
        == (
            f"Message\nhello\nMessageId\nm\nSubject\ns\nTimestamp\n{message['Timestamp']}\n"
            f"TopicArn\n{TOPIC}\nType\nNotification\n"
        ).encode()
    )


@pytest.mark.parametrize(
    "forged",
    [
        {"Message": "goodbye"},
        {"Subject": "another"},
        {"Subject": None},
        {"MessageId": "another"},
        {"Timestamp": "2026-01-15T12:00:00.001Z"},
        {"Signature": "AAAA"},
        {"Signature": "no base64!"},
        {"Signature": ""},
        {"SignatureVersion": "1"},
        {"Message": "\ud800"},
    ],
)
def test_what_was_changed_after_it_was_signed_is_refused(
    signatures: SnsSignatures, forged: dict[str, Any]
):
    with pytest.raises(NotPermitted, match="signature"):
        signatures.verify(signed(notification(NOW, "hello")) | forged)


def test_a_message_that_is_said_to_be_of_another_type_is_refused(signatures: SnsSignatures):
    message = signed(notification(NOW, "hello")) | {"Token": "t", "SubscribeURL": "u"}

    with pytest.raises(NotPermitted, match="signature"):
        signatures.verify(message | {"Type": "SubscriptionConfirmation"})


def test_what_another_key_signed_is_refused(signatures: SnsSignatures):
    with pytest.raises(NotPermitted, match="signature"):
        signatures.verify(signed(notification(NOW, "hello"), another_key()))


@pytest.mark.parametrize(
    "address",
    [
        "http://sns.us-east-1.amazonaws.com/cert.pem",
        "https://sns.us-east-1.amazonaws.com.example/cert.pem",
        "https://sns.us-east-1.amazonaws.com:8443/cert.pem",
        "https://sns.us-east-1.amazonaws.com@example.com/cert.pem",
        "https://anybody@sns.us-east-1.amazonaws.com/cert.pem",
        "https://sns.eu-central-1.amazonaws.com/cert.pem",  # the topic's region is another
        "https://sns-us-east-1.s3.amazonaws.com/cert.pem",
        "https://bucket.s3.amazonaws.com/sns.us-east-1.amazonaws.com/cert.pem",
        "https://SNS.us-east-1.amazonaws.com/cert.pem",
        "https://sns.us-east-1.amazonaws.com/cert.pem?x=.pem",
        "https://sns.us-east-1.amazonaws.com/cert.pem#.pem",
        "https://sns.us-east-1.amazonaws.com/a/../cert.pem",
        "https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=x.pem",
        "https://sns.us-east-1.amazonaws.com/cert.pem\n",
        "https://sns.us-east-1.amazonaws.com/.pem",
        "https://169.254.169.254/latest/meta-data/x.pem",
        "file:///etc/ssl/cert.pem",
        "",
    ],
)
def test_a_certificate_that_is_not_where_sns_has_its_own_is_not_even_asked_for(
    signatures: SnsSignatures, sns: FakeSns, address: str
):
    sns.certificates[address] = certificate(another_key(), NOW)
    message = notification(NOW, "hello", SigningCertURL=address)

    with pytest.raises(NotPermitted, match=ORIGIN):
        signatures.verify(signed(message, another_key()))

    assert sns.asked == []


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        b"<html>",
        certificate(ec.generate_private_key(ec.SECP256R1()), NOW),
        certificate(rsa_key(1024), NOW),
        certificate(rsa_key(), NOW, (-2, -1)),
        certificate(rsa_key(), NOW, (1, 2)),
    ],
)
def test_a_certificate_that_is_none_or_weak_or_of_another_time_is_refused(
    signatures: SnsSignatures, sns: FakeSns, pem: bytes
):
    sns.certificates[CERTIFICATE] = pem

    with pytest.raises(NotPermitted, match="no valid certificate"):
        signatures.verify(signed(notification(NOW, "hello")))


@pytest.mark.parametrize("minutes", [-61, 6])
def test_a_message_of_another_time_is_refused_however_well_it_is_signed(
    signatures: SnsSignatures, minutes: int
):
    message = signed(notification(NOW + timedelta(minutes=minutes), "hello"))

    with pytest.raises(NotPermitted, match="older than an hour"):
        signatures.verify(message)


@pytest.mark.parametrize("text", ["yesterday", "2026-01-15T12:00:00", ""])
def test_a_message_of_no_time_is_refused(signatures: SnsSignatures, text: str):
    with pytest.raises(NotPermitted, match="older than an hour"):
        signatures.verify(signed(notification(NOW, "hello", Timestamp=text)))


def test_a_certificate_is_read_once_an_hour(
    signatures: SnsSignatures, sns: FakeSns, clock: SteppingClock
):
    for minutes in (0, 1, 58, 2):
        clock.at += timedelta(minutes=minutes)
        signatures.verify(signed(notification(clock.at, "hello")))

    assert sns.asked == [CERTIFICATE, CERTIFICATE]


def test_one_that_is_not_there_is_not_asked_for_again_at_once(
    signatures: SnsSignatures, sns: FakeSns, clock: SteppingClock
):
    sns.certificates.clear()
    for seconds in (0, 29, 2):
        clock.at += timedelta(seconds=seconds)
        with pytest.raises(NotPermitted):
            signatures.verify(signed(notification(clock.at, "hello")))

    assert len(sns.asked) == 2


def test_where_sns_does_not_answer_nothing_is_known(clock: SteppingClock):
    def fails(_: str) -> bytes | None:
        raise Unavailable

    signatures = SnsSignatures(fails, origin_of, clock)

    with pytest.raises(Unavailable):
        signatures.verify(signed(notification(NOW, "hello")))


@pytest.mark.parametrize(
    ("topic", "origin"),
    [
        (TOPIC, ORIGIN),
        ("arn:aws-cn:sns:cn-north-1:123456789012:x", "https://sns.cn-north-1.amazonaws.com.cn"),
        (
            "arn:aws-us-gov:sns:us-gov-west-1:123456789012:x",
            "https://sns.us-gov-west-1.amazonaws.com",
        ),
    ],
)
def test_sns_is_where_its_topic_is(topic: str, origin: str):
    assert is_topic(topic)
    assert origin_of(topic) == origin


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:sqs:us-east-1:123456789012:x",
        "arn:aws:sns:us-east-1.example.com/:123456789012:x",
        "arn:aws:sns:us-east-1@example:123456789012:x",
        "arn:aws:sns:us-east-1:123456789012:x:subscription",
        "arn:aws:sns:us-east-1:123456789012:x\n",
        "",
    ],
)
def test_what_is_no_topic_is_none(arn: str):
    assert not is_topic(arn)
