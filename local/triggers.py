"""Callers of functions other than requests: streams, expiry and schedules."""

import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from local.batches import Settings
from local.expiry import Sweep
from local.failures import FailureQueue
from local.functions import LocalFunction
from local.schedules import Schedules
from local.state import State
from local.stream import StreamFollower
from local.stream_reader import StreamReader
from local.template import Template

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_CONFIG = Config(
    parameter_validation=False,  # sequence numbers of older engines are shorter than AWS's
    retries={"mode": "standard", "total_max_attempts": 3},
    read_timeout=20,
)

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Triggers:
    """`followers` by the logical id of the queue that takes what they give up, if they have one."""

    followers: Mapping[str, StreamFollower]
    queues: Mapping[str, FailureQueue]
    sweep: Sweep
    schedules: Schedules

    def follow(self, closing: ExitStack, caught_up: Callable[[], None]) -> None:
        """In threads of their own; closing ends them."""
        stop = threading.Event()
        threads = [
            *(
                threading.Thread(target=follower.follow, args=(stop, caught_up), daemon=True)
                for follower in self.followers.values()
            ),
            threading.Thread(target=self.sweep.follow, args=(stop,), daemon=True),
            threading.Thread(target=self.schedules.follow, args=(stop,), daemon=True),
        ]
        for thread in threads:
            thread.start()
            closing.callback(thread.join, 0.3)  # a call under way comes again at the next start
        closing.callback(stop.set)


def dynamodb_client() -> "DynamoDBClient":
    """For the endpoint and account of the environment."""
    return boto3.client("dynamodb", config=_CONFIG)


def make_triggers(
    template: Template,
    functions: Mapping[str, LocalFunction],
    *,
    state: State,
    directory: Path,
    clock: Clock,
) -> Triggers:
    """The environment has the endpoint already, and the tables are there."""
    dynamodb = dynamodb_client()
    streams = boto3.client("dynamodbstreams", config=_CONFIG)
    followers: dict[str, StreamFollower] = {}
    queues: dict[str, FailureQueue] = {}
    for function in functions.values():
        for mapping in function.declared.streams:
            table = template.table(mapping.table)
            arn = dynamodb.describe_table(TableName=table.name)["Table"]["LatestStreamArn"]
            queue = Settings.of(mapping.properties).failure_queue
            name = queue or mapping.name
            if queue:
                queues[name] = FailureQueue(directory / "failures", queue)
            followers[name] = StreamFollower(
                mapping,
                function,
                StreamReader(streams, arn, table, state),
                state=state,
                queue=queues.get(name),
            )
    return Triggers(
        followers=followers,
        queues=queues,
        sweep=Sweep(dynamodb, template.tables, state, clock),
        schedules=Schedules(functions, state, clock),
    )
