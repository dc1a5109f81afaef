"""SSM's Parameter Store, where the signing secrets are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from faultbook.aws import reason_of
from faultbook.domain.errors import Unavailable
from faultbook.telemetry import logger

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient


def read_parameters(client: "SSMClient", path: str, names: Sequence[str]) -> dict[str, str]:
    """The decrypted values of those that are there, at most ten. Raises Unavailable."""
    folder = path.rstrip("/")
    try:
        answer = client.get_parameters(
            Names=[f"{folder}/{name}" for name in names], WithDecryption=True
        )
    except (BotoCoreError, ClientError) as error:
        logger.warning("secrets cannot be read", extra={"reason": reason_of(error)})
        raise Unavailable from error
    return {
        parameter["Name"].rpartition("/")[2]: parameter["Value"]
        for parameter in answer["Parameters"]
    }
