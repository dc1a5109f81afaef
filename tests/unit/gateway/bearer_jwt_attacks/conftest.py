import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from faultbook.gateway.bearer_jwt import JwtAuthenticator
from tests.support.tokens import an_authenticator


@pytest.fixture(scope="module")
def authenticator() -> JwtAuthenticator:
    return an_authenticator()


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())
