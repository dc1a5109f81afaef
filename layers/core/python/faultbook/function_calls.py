"""Asynchronous calls of one function by another."""

import json
from functools import cached_property
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from faultbook.aws import reason_of
from faultbook.domain.errors import Unavailable
from faultbook.telemetry import logger

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_lambda import LambdaClient


class WakeDeliver:
    """Implements `usecases.delivery_ports.Wake`. Its client is made when it is first needed."""

    def __init__(self, make_client: "Callable[[], LambdaClient]", function: str) -> None:
        self._make_client = make_client
        self._function = function

    def __call__(self, customer_id: str, endpoint_id: str) -> None:
        asked = json.dumps({"customer_id": customer_id, "endpoint_id": endpoint_id})
        try:
            self._client.invoke(
                FunctionName=self._function, InvocationType="Event", Payload=asked.encode()
            )
        except (BotoCoreError, ClientError) as error:
            logger.warning("function not called", extra={"reason": reason_of(error)})
            raise Unavailable from error

    @cached_property
    def _client(self) -> "LambdaClient":
        return self._make_client()
