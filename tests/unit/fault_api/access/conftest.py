from collections.abc import Iterator
from typing import Any

import pytest

from functions.fault_api.administration import api
from tests.support.access_world import SECRETS, World
from tests.support.fresh_wiring import forget_wiring, replace_part
from tests.support.tokens import an_authenticator


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    world = World()
    forget_wiring()
    authenticator = an_authenticator(clock=world.clock)
    parts: dict[str, Any] = {
        "clock": world.clock,
        "access_store": lambda: world.store,
        "fault_store": lambda: world.faults,
        "secrets": lambda: SECRETS,
        "share_tokens": lambda: world.share_tokens,
        "api_key_authenticator": lambda: world.keys,
        "admit": world.quota.admit,
    }
    for name, part in parts.items():
        replace_part(monkeypatch, name, part)
    monkeypatch.setattr(api, "authenticate", authenticator.authenticate)
    monkeypatch.setattr(api, "admit", world.quota.admit)
    yield world
    forget_wiring()
