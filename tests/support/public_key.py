"""Authentication by a single public key, without a JWKS address."""

from typing import Any

from faultbook.gateway.bearer_jwt import JwtAuthenticator
from tests.support.builders import SteppingClock
from tests.support.tokens import RULES


class PublicKey:
    """One key for every token, as a set with one kid would give it."""

    type_required = False

    def __init__(self, algorithm: str, key: Any) -> None:
        self.algorithm = algorithm
        self._key = key

    def key(self, header: dict[str, Any]) -> Any:
        del header
        return self._key


def by_public_key(algorithm: str, private: Any) -> JwtAuthenticator:
    return JwtAuthenticator(
        PublicKey(algorithm, private.public_key()),
        rules=RULES,
        clock=SteppingClock(),
    )
