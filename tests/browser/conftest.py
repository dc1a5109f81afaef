"""The console in a real browser, on a running local Faultbook; each test has its own customer."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from local.stack import LocalStack
from tests.support.console import Operator

COMMANDS = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium to test the console in: apt-get install chromium, or put one on the PATH"
STREAMED_EVERY = 0.5  # seconds
PATIENCE = 15_000  # milliseconds that a page may take; two of its rounds to the API

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    folder = tmp_path_factory.mktemp("browser")
    parameters = {"RequestsPerSecond": "1000"}
    with LocalStack(folder, store="memory", parameters=parameters) as running:
        page = httpx.get(running.url, trust_env=False)
        assert page.status_code == 200, f"{page.text}\nThe console is built by `make console`."
        with streaming(running):
            yield running


@contextmanager
def streaming(stack: LocalStack) -> Iterator[None]:
    """The stream goes on by itself, as deployed: the console hears of changes by the event log."""
    over = threading.Event()

    def drain() -> None:
        with stack.http("") as http:  # one for all, as making each costs more than the call
            while not over.wait(STREAMED_EVERY):
                http.post("/_local/drain", timeout=60).raise_for_status()

    thread = threading.Thread(target=drain, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    command = next(filter(None, map(shutil.which, COMMANDS)), None)
    if command is None:
        pytest.fail(MISSING)
    browser = playwright.chromium.launch(executable_path=command)
    yield browser
    browser.close()


@pytest.fixture
def operator(stack: LocalStack, request: pytest.FixtureRequest) -> Iterator[Operator]:
    customer = "cus_" + "".join(c if c.isalnum() else "_" for c in request.node.name)[:60]
    token = stack.mint(customer, subject="ada")
    with stack.http(stack.mint(customer, subject="ben")) as http:
        yield Operator(stack, customer, token, http)


@pytest.fixture
def open_page(browser: Browser, stack: LocalStack) -> Iterator[Callable[..., Page]]:
    """Makes a page of a browser of its own; `how` as of Playwright's new_context.

    Whatever a page may not load, or an error that its script does not catch, fails the test.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Permissions policy" in message.text:
            wrong.append(message.text)

    def make(**how: Any) -> Page:
        said = {
            "base_url": stack.url,
            "viewport": {"width": 1280, "height": 800},
            "locale": "en-GB",
        }
        context = browser.new_context(**(said | how))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()
