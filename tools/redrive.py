"""Gives stream batches that were given up to their function once more: `python -m tools.redrive`.

For the local stack, running or not, or for a deployed one with --stack. A message stays in its
queue until its function has taken the records, so this can be repeated and broken off at any
time. What the stream no longer has, after a day, the reconcile job repairs.
"""

import argparse
import functools
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import boto3
from botocore.exceptions import ClientError

from local.batches import Record, Settings
from local.directory import DirectoryTaken, owned, read_run
from local.environment import function_environment, in_environment
from local.failures import Failures
from local.functions import load_functions
from local.state import State
from local.store import Store, StoreFailed, end_leftover, given_store, open_store
from local.stream import Redelivery, StreamFollower
from local.stream_reader import StreamReader
from local.template import TEMPLATE, Template, read_template
from local.triggers import make_triggers
from tools.deployed import DeployedFunction, DeployedQueue, physical_id

Say = Callable[[str], None]


def redrive(
    queues: Mapping[str, Failures], followers: Mapping[str, StreamFollower], say: Say
) -> int:
    """How many messages are left; faults that still have one there are printed."""
    left = 0
    for name, queue in queues.items():
        for message in queue.messages():
            where = message["DDBStreamBatchInfo"]
            batch = f"{name}: {where['batchSize']} records from {where['startSequenceNumber']}"
            try:
                redelivery = followers[name].redeliver(message)
            except ClientError as error:
                say(f"{batch}: {error.response['Error']['Message']}")
                redelivery = Redelivery(is_done=False, refused=[])
            if redelivery.is_done:
                queue.remove(message)
            left += not redelivery.is_done
            say(f"{batch}: {'delivered' if redelivery.is_done else 'still there'}")
            for fault in _faults_of(redelivery.refused):
                say(f"{batch}: {fault}")
    return left


def _faults_of(records: Sequence[Record]) -> list[str]:
    """Each once, by the number that the FortiMonitor and Incidents APIs know it by."""
    keys = (record["dynamodb"]["Keys"]["pk"]["S"].partition("#") for record in records)
    faults = [f"customer {customer}, fault {number.lstrip('0')}" for customer, _, number in keys]
    return list(dict.fromkeys(faults))


def redrive_deployed(stack: str, template: Template, say: Say) -> int:
    """With the account and region of the AWS configuration; how many messages are left."""
    cloudformation = boto3.client("cloudformation")
    locate = functools.partial(physical_id, cloudformation, stack)
    queues: dict[str, Failures] = {}
    followers: dict[str, StreamFollower] = {}
    for declared in template.functions:
        for mapping in declared.streams:
            queue = Settings.of(mapping.properties).failure_queue
            if queue is None:
                continue
            queues[queue] = DeployedQueue(boto3.client("sqs"), locate(queue))
            table = boto3.client("dynamodb").describe_table(TableName=locate(mapping.table))
            state = State(None)
            reader = StreamReader(
                boto3.client("dynamodbstreams"),
                table["Table"]["LatestStreamArn"],
                template.table(mapping.table),
                state,
            )
            function = DeployedFunction(
                boto3.client("lambda"), declared, locate(declared.logical_id)
            )
            followers[queue] = StreamFollower(mapping, function, reader, state=state)
    return redrive(queues, followers, say)


def redrive_local(directory: Path, template: Template, say: Say) -> int:
    """How many messages are left. Raises StoreFailed."""
    with ExitStack() as closing:
        store = _store(directory, closing, say)
        environment = function_environment(template, store, directory, "http://localhost")
        closing.enter_context(in_environment(environment))
        functions = load_functions(template)
        # Like the handlers, the core looks at the environment while it is loaded.
        from faultbook.wiring import clock  # noqa: PLC0415

        state = State(directory / "state.db")
        closing.callback(state.close)
        triggers = make_triggers(template, functions, state=state, directory=directory, clock=clock)
        return redrive(triggers.queues, triggers.followers, say)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.redrive", description=__doc__)
    parser.add_argument("--stack", help="name of a deployed stack")
    parser.add_argument("--data", type=Path, default=Path(".local/data"), help="as for the server")
    parser.add_argument("--template", type=Path, default=TEMPLATE, help="default: template.yaml")
    given = parser.parse_args()
    say = functools.partial(print, file=sys.stderr)
    template = read_template(given.template)
    try:
        left = (
            redrive_deployed(given.stack, template, say)
            if given.stack
            else redrive_local(given.data, template, say)
        )
    except StoreFailed as error:
        say(f"cannot start the store: {error}")
        return 1
    print(f"{left} left")
    return 1 if left else 0


def _store(directory: Path, closing: ExitStack, say: Say) -> Store:
    """The running stack's store, or our own on the same file."""
    try:
        closing.enter_context(owned(directory))
    except DirectoryTaken:
        return given_store(read_run(directory)["endpoint"])
    end_leftover(directory)
    store = open_store("dynoxide", directory, say)
    closing.callback(store.stop)
    return store


if __name__ == "__main__":
    sys.exit(main())
