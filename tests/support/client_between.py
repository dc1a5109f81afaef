"""What stands between a store and the client of DynamoDB."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    ClientBetween = DynamoDBClient
else:

    class ClientBetween:
        """For mypy the client itself; when run, it has nothing, so that `__getattr__` is asked."""
