"""No address in a token is visited."""

from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from faultbook.domain.errors import NotAuthenticated
from tests.support.jwks_endpoint import Endpoint, a_token, as_jwk, by_key_set
from tests.support.tokens import (
    Timer,
    accepts,
    an_authenticator,
    bearer,
    refuses,
)


class TestAddressesInATokenAreNotVisited:
    @pytest.fixture
    def elsewhere(self, rsa_key: rsa.RSAPrivateKey) -> Iterator[Endpoint]:
        endpoint = Endpoint()
        endpoint.serve(as_jwk(rsa_key))
        yield endpoint
        endpoint.stop()

    def hostile(self, elsewhere: Endpoint, key: rsa.RSAPrivateKey) -> dict[str, Any]:
        return {
            "jku": elsewhere.url,
            "x5u": elsewhere.url,
            "jwk": as_jwk(key),
            "iss": elsewhere.url,
        }

    def test_with_public_keys(
        self, endpoint: Endpoint, elsewhere: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey
    ):
        ours = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        endpoint.serve(as_jwk(ours, kid="ours"))
        authenticator = by_key_set(endpoint, timer)
        hostile = self.hostile(elsewhere, rsa_key)

        assert refuses(authenticator, a_token(rsa_key, **hostile))
        assert refuses(authenticator, a_token(rsa_key, kid="ours", **hostile))
        assert refuses(authenticator, a_token(rsa_key, kid=elsewhere.url, **hostile))
        assert accepts(authenticator, a_token(ours, kid="ours", **hostile))
        assert elsewhere.requests == []

    def test_with_a_secret(self, elsewhere: Endpoint, rsa_key: rsa.RSAPrivateKey):
        token = a_token(rsa_key, **self.hostile(elsewhere, rsa_key))

        with pytest.raises(NotAuthenticated):
            an_authenticator().authenticate(bearer(token))
        assert elsewhere.requests == []
