"""Options of the form NAME=VALUE."""

from collections.abc import Iterable, Sequence

import typer


def pairs(texts: Sequence[str] | None, known: Iterable[str] | None = None) -> dict[str, str]:
    """Raises BadParameter for what is no pair, or none of the `known` names."""
    found = {}
    for text in texts or []:
        name, is_there, value = text.partition("=")
        if not is_there or not name:
            raise typer.BadParameter(f"{text!r} is not NAME=VALUE.")
        if known is not None and name not in known:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(known)}.")
        found[name] = value
    return found
