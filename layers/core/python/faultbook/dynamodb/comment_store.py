"""Comments as items beside their fault, and a pointer from a comment's number to them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from faultbook.domain.comment import MAX_COMMENTS, Comment
from faultbook.domain.errors import CommentNotFound, Unavailable
from faultbook.domain.fault import Fault
from faultbook.dynamodb import fault_item, keys
from faultbook.dynamodb.client import ConditionFailed, call, pause_before_retry
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.paging import by_keys, of_partition
from faultbook.usecases.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Read one by one, each of a fault's comments costs a read unit; by a query, 4 KB of them do.
_FEW = 20
_BATCH = 25  # BatchWriteItem takes no more
_BATCH_ATTEMPTS = 6  # without anything being done


class DynamoCommentStore:
    """Implements `usecases.ports.CommentStore`."""

    def __init__(self, client: "DynamoDBClient", table: str, clock: Clock) -> None:
        self._client = client
        self._table = table
        self._clock = clock

    def put(self, customer_id: str, fault: Fault, comment: Comment) -> Comment:
        """The pointer is written first: one without a comment is ignored."""
        self._put_pointer(customer_id, fault, comment)
        try:
            call(
                self._client.put_item,
                TableName=self._table,
                Item=fault_item.comment_item(customer_id, fault.number, comment, fault.expires_at),
                ConditionExpression="attribute_not_exists(pk)",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ConditionFailed as failed:
            if not failed.item:
                raise Unavailable from failed  # it is gone again, so the number is free
            return fault_item.comment_of(failed.item)
        return comment

    def of_fault(self, customer_id: str, fault_number: int) -> list[Comment]:
        return [fault_item.comment_of(item) for item in self._items(customer_id, fault_number)]

    def of_faults(
        self, customer_id: str, ordinals_of: Mapping[int, Sequence[int]]
    ) -> dict[int, list[Comment]]:
        """A few comments a fault: in batches of 100; many: one query for the fault."""
        found: dict[int, list[Comment]] = {number: [] for number in ordinals_of}
        few = [
            _comment_key(customer_id, number, ordinal)
            for number, ordinals in ordinals_of.items()
            if len(ordinals) <= _FEW
            for ordinal in ordinals
        ]
        for item in by_keys(self._client, self._table, few):
            _, number = keys.customer_and_number(item["pk"]["S"])
            found[number].append(fault_item.comment_of(item))
        for number, ordinals in ordinals_of.items():
            if len(ordinals) > _FEW:
                found[number] = self._between(customer_id, number, ordinals)
        return {
            number: sorted(comments, key=lambda comment: comment.ordinal)
            for number, comments in found.items()
        }

    def get(self, customer_id: str, number: int) -> tuple[int, Comment]:
        pointer = self._item(_pointer_key(customer_id, number))
        fault_number = int(pointer["fault"]["N"])
        item = self._item(_comment_key(customer_id, fault_number, int(pointer["ordinal"]["N"])))
        comment = fault_item.comment_of(item)
        if comment.number != number:
            raise CommentNotFound
        return fault_number, comment

    def edit(self, customer_id: str, fault_number: int, comment: Comment) -> None:
        try:
            call(
                self._client.update_item,
                TableName=self._table,
                Key=_comment_key(customer_id, fault_number, comment.ordinal),
                ConditionExpression="#number = :number",
                UpdateExpression="SET body = :body",
                ExpressionAttributeNames={"#number": "number"},
                ExpressionAttributeValues={
                    ":number": {"N": str(comment.number)},
                    ":body": {"S": comment.body},
                },
            )
        except ConditionFailed as failed:
            raise CommentNotFound from failed

    def delete(self, customer_id: str, fault_number: int, comment: Comment) -> None:
        self._delete(
            [
                _comment_key(customer_id, fault_number, comment.ordinal),
                _pointer_key(customer_id, comment.number),
            ]
        )

    def delete_all(self, customer_id: str, fault_number: int) -> None:
        comments = self.of_fault(customer_id, fault_number)
        self._delete(
            [
                *(_comment_key(customer_id, fault_number, comment.ordinal) for comment in comments),
                *(_pointer_key(customer_id, comment.number) for comment in comments),
            ]
        )

    def _put_pointer(self, customer_id: str, fault: Fault, comment: Comment) -> None:
        item = _pointer_key(customer_id, comment.number) | {
            "fault": {"N": str(fault.number)},
            "ordinal": {"N": str(comment.ordinal)},
            "ttl": {"N": str(fault.expires_at)},
        }
        call(self._client.put_item, TableName=self._table, Item=item)

    def _between(
        self, customer_id: str, fault_number: int, ordinals: Sequence[int]
    ) -> list[Comment]:
        pk = keys.fault(customer_id, fault_number)
        ends = keys.comment(min(ordinals)), keys.comment(max(ordinals))
        read = of_partition(self._client, self._table, pk, ends)
        comments = (fault_item.comment_of(item) for item in read)
        return [comment for comment in comments if comment.ordinal in set(ordinals)]

    def _items(self, customer_id: str, fault_number: int) -> list[Item]:
        pk = keys.fault(customer_id, fault_number)
        ends = keys.comment(1), keys.comment(MAX_COMMENTS)
        return list(of_partition(self._client, self._table, pk, ends))

    def _item(self, key: Item) -> Item:
        answer = call(self._client.get_item, TableName=self._table, Key=key, ConsistentRead=True)
        item: Item | None = answer.get("Item")
        if not item or int(item["ttl"]["N"]) <= self._clock().timestamp():
            raise CommentNotFound
        return item

    def _delete(self, unwanted: list[Item]) -> None:
        """What the store leaves unprocessed is sent again, with growing pauses."""
        requests = [{"DeleteRequest": {"Key": key}} for key in unwanted]
        fruitless = 0
        while requests:
            batch, rest = requests[:_BATCH], requests[_BATCH:]
            answer = call(self._client.batch_write_item, RequestItems={self._table: batch})
            left = answer.get("UnprocessedItems", {}).get(self._table, [])
            requests = left + rest
            if not left:
                continue
            fruitless = fruitless + 1 if len(left) == len(batch) else 0
            if fruitless == _BATCH_ATTEMPTS:
                raise Unavailable
            pause_before_retry(fruitless)


def _comment_key(customer_id: str, fault_number: int, ordinal: int) -> Item:
    return {"pk": {"S": keys.fault(customer_id, fault_number)}, "sk": {"S": keys.comment(ordinal)}}


def _pointer_key(customer_id: str, number: int) -> Item:
    return {"pk": {"S": keys.note(customer_id, number)}, "sk": {"S": keys.POINTER}}
