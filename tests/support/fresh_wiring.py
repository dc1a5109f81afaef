"""What the wiring keeps for the life of an environment, forgotten between tests."""

from faultbook import wiring


def forget_wiring() -> None:
    for part in vars(wiring).values():
        if forget := getattr(part, "cache_clear", None):
            forget()
