"""Starts a function as Lambda does, by importing its handler; prints what it insisted on."""

import importlib
import json
import sys
from unittest.mock import patch

from faultbook import parameter_store, settings
from faultbook.domain.errors import Unavailable

_required = settings.Settings._required  # noqa: SLF001 - what every setting passes that must be there
_insisted: set[str] = set()


def _noted(given: settings.Settings, name: str) -> str:
    _insisted.add(name)
    return _required(given, name)


def _no_secrets(*_: object) -> dict[str, str]:
    raise Unavailable


if __name__ == "__main__":
    with (
        patch.object(settings.Settings, "_required", _noted),
        patch.object(parameter_store, "read_parameters", _no_secrets),
    ):
        importlib.import_module(sys.argv[1])
    json.dump(sorted(_insisted), sys.stdout)
