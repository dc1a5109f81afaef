"""Queue and function of a deployed stack, for the re-drive."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from local.failures import Message
from local.template import Function

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_sqs import SQSClient

_AT_ONCE = 10  # the most that SQS hands out
_HIDDEN_SECONDS = 300  # longer than one message takes


class FunctionCrashed(Exception):
    """The text is Lambda's message."""


@dataclass(slots=True)
class DeployedQueue:
    """Messages that are read are hidden for five minutes and come again unless removed."""

    sqs: "SQSClient"
    url: str
    _receipts: dict[str, str] = field(default_factory=dict)

    def messages(self) -> Iterator[Message]:
        while True:
            answer = self.sqs.receive_message(
                QueueUrl=self.url,
                MaxNumberOfMessages=_AT_ONCE,
                VisibilityTimeout=_HIDDEN_SECONDS,
                WaitTimeSeconds=1,
            )
            if not answer.get("Messages"):
                return
            for received in answer["Messages"]:
                message: Message = json.loads(received["Body"])
                self._receipts[_identity(message)] = received["ReceiptHandle"]
                yield message

    def remove(self, message: Message) -> None:
        receipt = self._receipts.pop(_identity(message))
        self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=receipt)


@dataclass(frozen=True, slots=True)
class DeployedFunction:
    lambda_client: "LambdaClient"
    declared: Function
    physical_name: str

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """Raises FunctionCrashed."""
        answer = self.lambda_client.invoke(
            FunctionName=self.physical_name, Payload=json.dumps(event).encode()
        )
        content = answer["Payload"].read()
        if answer.get("FunctionError"):
            raise FunctionCrashed(content.decode("utf-8", "replace"))
        return json.loads(content)


def physical_id(client: "CloudFormationClient", stack: str, logical_id: str) -> str:
    found = client.describe_stack_resource(StackName=stack, LogicalResourceId=logical_id)
    return found["StackResourceDetail"]["PhysicalResourceId"]


def _identity(message: Message) -> str:
    return str(message["requestContext"]["requestId"])
