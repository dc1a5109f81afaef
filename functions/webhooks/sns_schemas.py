"""What Amazon SNS posts of a topic ("HTTP/HTTPS JSON formats" in the SNS developer guide).

Members are taken to the letter, since they are signed.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from faultbook.domain.sns_topic import TOPIC_ARN

MAX_SNS_MESSAGE = 1_048_576  # bytes; 256 KiB of a message, which JSON may write out longer


class SnsMessage(BaseModel):
    """A confirmation has a token, and a notification what is told in `Message`."""

    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)

    Type: Literal["SubscriptionConfirmation", "Notification", "UnsubscribeConfirmation"]
    MessageId: Annotated[str, Field(max_length=200)]
    TopicArn: Annotated[str, Field(pattern=TOPIC_ARN)]
    Subject: str | None = None
    Message: str
    Timestamp: Annotated[str, Field(max_length=50)]
    SignatureVersion: Literal["1", "2"]
    Signature: Annotated[str, Field(max_length=2_000)]
    SigningCertURL: Annotated[str, Field(max_length=500)]
    Token: Annotated[str, Field(max_length=2_000)] | None = None
    SubscribeURL: str | None = None
