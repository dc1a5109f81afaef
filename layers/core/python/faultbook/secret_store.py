"""The signing secrets: from SSM, or given by the local runner. Each is read on first use.

A function may read only its own.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations

from faultbook.domain.errors import Unavailable
from faultbook.telemetry import logger

MIN_BYTES = 32  # RFC 7518 3.2: an HS256 key has at least the size of the hash


class SecretName(StrEnum):
    """Also the last part of the parameter's name."""

    JWT = "jwt-secret"
    TOKEN = "token-secret"  # noqa: S105 - a name
    CURSOR = "cursor-secret"
    API_KEY_PEPPER = "api-key-pepper"
    OUTAGE_LINK = "outage-link-secret"


Read = Callable[[Sequence[SecretName]], Mapping[str, str]]


class WeakSecret(RuntimeError):
    """A secret is too short, or serves two purposes; the function must not start with it."""


class Secrets:
    def __init__(self, read: Read) -> None:
        """`read` returns those that are there of some secrets, and raises Unavailable."""
        self._read = read
        self._values: dict[SecretName, bytes] = {}

    @classmethod
    def given(cls, values: Mapping[str, str]) -> "Secrets":
        """Raises WeakSecret at once."""
        secrets = cls(lambda _: values)
        secrets.warm(*SecretName)
        return secrets

    def get(self, name: SecretName) -> bytes:
        """Raises Unavailable when it cannot be read now, and WeakSecret."""
        if name not in self._values:
            self._take([name])
        try:
            return self._values[name]
        except KeyError as error:
            logger.error("secret is not there", extra={"secret_name": name})
            raise Unavailable from error

    def warm(self, *names: SecretName) -> None:
        """Read ahead while the environment starts; only a weak secret stops it."""
        if not names:
            return
        try:
            self._take(names)
        except Unavailable:
            logger.warning("secrets will be read with the first request")

    def _take(self, names: Sequence[SecretName]) -> None:
        """A missing secret is no error here: it may be created later."""
        texts = self._read(names)
        read = {name: texts[name].encode() for name in names if texts.get(name)}
        self._values = _checked(self._values | read)


def _checked(values: dict[SecretName, bytes]) -> dict[SecretName, bytes]:
    for name, value in values.items():
        if len(value) < MIN_BYTES:
            raise WeakSecret(f"{name} has {len(value)} bytes; at least {MIN_BYTES} are needed.")
    for (name, value), (other, other_value) in combinations(values.items(), 2):
        if value == other_value:
            raise WeakSecret(f"{name} and {other} are the same; each purpose needs its own.")
    return values
