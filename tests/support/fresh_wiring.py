"""What the wiring keeps for the life of an environment, forgotten and replaced in tests."""

from typing import Any

import pytest

from faultbook import wiring


def forget_wiring() -> None:
    for part in [*vars(wiring.stores).values(), *vars(wiring).values()]:
        if forget := getattr(part, "cache_clear", None):
            forget()


def replace_part(patch: pytest.MonkeyPatch, name: str, part: Any) -> None:
    """`name` is one of the wiring's or of its stores', as `quota` or `fault_store`."""
    patch.setattr(wiring.stores if hasattr(wiring.stores, name) else wiring, name, part)
