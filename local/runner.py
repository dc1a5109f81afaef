"""Puts a local stack together in this process, and takes it apart again."""

import logging
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.aws_targets import PREFIX as TARGETS
from local.aws_targets import AwsTargets
from local.customers import DEMO, Customer
from local.directory import owned, write_run
from local.environment import function_environment, in_environment
from local.function_calls import PREFIX as CALLS
from local.function_calls import FunctionCalls
from local.functions import load_functions
from local.gateway import Answerer, Gateway
from local.http_server import HttpServer
from local.manual import PREFIX, ManualControls
from local.state import State
from local.store import Store, end_leftover, given_store, open_store
from local.store_watch import StoreWatch
from local.tables import create_tables
from local.template import TEMPLATE, read_template
from local.triggers import dynamodb_client, make_triggers

log = logging.getLogger("local")


@dataclass(frozen=True, slots=True)
class Options:
    """`directory` keeps everything that has to outlive the process."""

    directory: Path
    port: int = 8080
    store: str = "dynoxide"
    endpoint_url: str | None = None
    customers: tuple[Customer, ...] = DEMO
    is_manual: bool = False
    parameters: dict[str, str] = field(default_factory=dict)
    template: Path = TEMPLATE


class PortTaken(Exception):
    """Something else listens there."""


class Runner:
    """One per process: handlers keep their clients for the life of it."""

    def __init__(
        self,
        options: Options,
        say: Callable[[str], None],
        is_lost: Callable[[], None] = lambda: None,
    ) -> None:
        """`is_lost` is called when the store is gone and cannot be started again."""
        self._options = options
        self._say = say
        self._is_lost = is_lost
        self._closing = ExitStack()
        self.url = ""
        self.endpoint = ""
        self.store_kind = ""
        self.keeps_data = False
        self.credentials: list[dict[str, Any]] = []

    def start(self) -> None:
        """Raises PortTaken, DirectoryTaken, StoreFailed, TemplateError."""
        with ExitStack() as stack:
            self._start(stack)
            self._closing = stack.pop_all()

    def stop(self) -> None:
        self._closing.close()

    def _start(self, closing: ExitStack) -> None:
        options = self._options
        closing.enter_context(owned(options.directory))
        try:
            server = HttpServer(options.port)
        except OSError as error:
            raise PortTaken(f"port {options.port} is taken; --port chooses another") from error
        closing.callback(server.stop)
        self.url = f"http://localhost:{server.port}"
        store = self._open_store(closing)
        template = read_template(options.template, options.parameters)
        environment = function_environment(template, store, options.directory, self.url)
        closing.enter_context(in_environment(environment))
        if missing := create_tables(dynamodb_client(), tables=template.tables):
            self._say(f"made {len(missing)} tables")
        functions = load_functions(template)
        # The core looks at the environment while it is loaded.
        from faultbook.wiring import clock  # noqa: PLC0415
        from local.demo import credentials_of  # noqa: PLC0415

        self.credentials = credentials_of(options.customers, environment, options.directory)
        state = State(options.directory / "state.db" if store.is_durable else None)
        closing.callback(state.close)
        triggers = make_triggers(
            template, functions, state=state, directory=options.directory, clock=clock
        )
        calls = closing.enter_context(FunctionCalls(functions))
        extra: dict[str, Answerer] = {CALLS: calls, TARGETS: AwsTargets(options.directory)}
        if options.is_manual:
            extra[PREFIX] = ManualControls(triggers, clock)
        else:
            triggers.follow(closing, store.forget_old_records)
        closing.callback(server.stop)  # first of all, so that nothing new begins
        domain = self.url.removeprefix("http://")
        server.start(Gateway(functions, domain=domain, extra=extra))
        run = {"pid": os.getpid(), "url": self.url, "endpoint": self.endpoint}
        write_run(options.directory, run | {"store": self.store_kind})

    def _open_store(self, closing: ExitStack) -> Store:
        options = self._options
        if end_leftover(options.directory):
            self._say("ended the store that the last run left behind")
        store = (
            given_store(options.endpoint_url)
            if options.endpoint_url
            else open_store(options.store, options.directory, self._say)
        )
        closing.callback(store.stop)
        watch = StoreWatch(store, self._say, self._is_lost)
        watch.start()
        closing.callback(watch.stop)
        self.endpoint, self.store_kind = store.endpoint, store.kind
        self.keeps_data = store.is_durable
        return store
