"""The reference: botocore's client, with the errors of ours. Lambda's runtime carries botocore."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session

from faultbook.aws.errors import NoAnswer, Refused
from faultbook.aws.limits import LIMITS, Limits


class BotocoreClient:
    """`client` is a low-level one; its operations raise Refused and NoAnswer here."""

    def __init__(self, client: Any) -> None:
        self._client = client

    @classmethod
    def of(cls, service: str, limits: Limits = LIMITS) -> "BotocoreClient":
        config = Config(
            connect_timeout=limits.connect,
            read_timeout=limits.read,
            retries={"mode": "standard", "total_max_attempts": limits.attempts},
            parameter_validation=False,
            tcp_keepalive=True,
        )
        return cls(Session().create_client(service, config=config))

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._client, name)
        return _renamed(found) if callable(found) else found


def _renamed(operation: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(operation)
    def called(*args: Any, **parameters: Any) -> Any:
        try:
            return operation(*args, **parameters)
        except ClientError as error:
            answer: dict[str, Any] = dict(error.response)
            raise Refused(answer["Error"]["Code"], answer) from error
        except BotoCoreError as error:
            raise NoAnswer(type(error).__name__) from error

    return called
