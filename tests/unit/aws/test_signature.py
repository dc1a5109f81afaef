"""Our signatures are botocore's, whatever is signed."""

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from hypothesis import given
from hypothesis import strategies as st

from faultbook.aws.signature import CONTENT_TYPE, Credentials, signed_headers

AT = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
VISIBLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60)


class Clock:
    def __call__(self, *_: Any) -> datetime:
        return AT


@pytest.fixture
def botocore_at_our_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "get_current_datetime", Clock())


@pytest.mark.usefixtures("botocore_at_our_time")
@pytest.mark.parametrize("token", ["", "a token of STS=="])
@pytest.mark.parametrize(("service", "region"), [("dynamodb", "eu-north-1"), ("ssm", "cn-north-1")])
def test_it_is_the_signature_that_botocore_makes(service: str, region: str, token: str):
    body = b'{"TableName":"faults"}'

    assert ours(body, service, region, "secret", token) == theirs(
        body, service, region, "secret", token
    )


@given(body=st.binary(max_size=200), secret=VISIBLE, token=VISIBLE)
def test_it_is_botocore_s_for_any_body_and_any_secret(body: bytes, secret: str, token: str):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(auth, "get_current_datetime", Clock())
        expected = theirs(body, "dynamodb", "us-east-1", secret, token)

    assert ours(body, "dynamodb", "us-east-1", secret, token) == expected


def ours(body: bytes, service: str, region: str, secret: str, token: str) -> str:
    return signed_headers(
        body,
        host=f"{service}.{region}.example",
        target="DynamoDB_20120810.GetItem",
        service=service,
        region=region,
        at="20260115T120000Z",
        credentials=Credentials("AKID", secret, token),
    )["authorization"]


def theirs(body: bytes, service: str, region: str, secret: str, token: str) -> str:
    request = AWSRequest(
        method="POST",
        url=f"https://{service}.{region}.example/",
        data=body,
        headers={"Content-Type": CONTENT_TYPE, "X-Amz-Target": "DynamoDB_20120810.GetItem"},
    )
    signer = auth.SigV4Auth(BotocoreCredentials("AKID", secret, token or None), service, region)
    signer.add_auth(request)
    return str(request.headers["Authorization"])
