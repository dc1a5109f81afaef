import pytest

from tests.template.reading import Template, expand


@pytest.fixture(scope="session")
def template() -> Template:
    return expand(AlarmsFromThisAccount="cus_1")


@pytest.fixture(scope="session")
def public_key_template() -> Template:
    return expand(JwtAlgorithm="RS256", JwksUrl="https://issuer.example/jwks.json")
