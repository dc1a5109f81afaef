"""Gives stream batches that were given up to their function once more: `python -m local.redrive`.

Works beside a running stack or without one. A message stays in its queue until its function has
taken the records, so this can be repeated and broken off at any time. What the stream no longer
has, the reconcile job repairs.
"""

import argparse
import functools
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from botocore.exceptions import ClientError

from local.directory import DirectoryTaken, owned, read_run
from local.environment import function_environment, in_environment
from local.functions import load_functions
from local.state import State
from local.store import Store, StoreFailed, end_leftover, given_store, open_store
from local.template import TEMPLATE, read_template
from local.triggers import Triggers, make_triggers

Say = Callable[[str], None]


def redrive(triggers: Triggers, say: Say) -> int:
    """How many messages are left."""
    left = 0
    for name, queue in triggers.queues.items():
        for message in queue.messages():
            where = message["DDBStreamBatchInfo"]
            batch = f"{name}: {where['batchSize']} records from {where['startSequenceNumber']}"
            try:
                is_done = triggers.followers[name].redeliver(message)
            except ClientError as error:
                say(f"{batch}: {error.response['Error']['Message']}")
                is_done = False
            if is_done:
                queue.remove(message)
            left += not is_done
            say(f"{batch}: {'delivered' if is_done else 'still there'}")
    return left


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.redrive", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(".local/data"), help="as for the server")
    parser.add_argument("--template", type=Path, default=TEMPLATE, help="default: template.yaml")
    said = parser.parse_args()
    say = functools.partial(print, file=sys.stderr)
    with ExitStack() as closing:
        try:
            store = _store(said.data, closing, say)
        except StoreFailed as error:
            say(f"cannot start the store: {error}")
            return 1
        template = read_template(said.template)
        environment = function_environment(template, store, said.data, "http://localhost")
        closing.enter_context(in_environment(environment))
        functions = load_functions(template)
        # Like the handlers, the core looks at the environment while it is loaded.
        from faultbook.wiring import clock  # noqa: PLC0415

        state = State(said.data / "state.db")
        closing.callback(state.close)
        triggers = make_triggers(template, functions, state=state, directory=said.data, clock=clock)
        left = redrive(triggers, say)
    print(f"{left} left")
    return 1 if left else 0


def _store(directory: Path, closing: ExitStack, say: Say) -> Store:
    """The running stack's, or one of our own on the same file."""
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
