"""SSM's Parameter Store, where the signing secrets are."""

from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from faultbook.aws import reason_of
from faultbook.domain.errors import Unavailable
from faultbook.telemetry import logger

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient


def read_parameters(client: "SSMClient", path: str) -> dict[str, str]:
    """Decrypted values by the last part of their names. Raises Unavailable."""
    values: dict[str, str] = {}
    page: dict[str, Any] = {}
    while True:
        try:
            answer = client.get_parameters_by_path(
                Path=path.rstrip("/"), WithDecryption=True, **page
            )
        except (BotoCoreError, ClientError) as error:
            logger.warning("secrets cannot be read", extra={"reason": reason_of(error)})
            raise Unavailable from error
        for parameter in answer["Parameters"]:
            values[parameter["Name"].rpartition("/")[2]] = parameter["Value"]
        if not answer.get("NextToken"):
            return values
        page = {"NextToken": answer["NextToken"]}
