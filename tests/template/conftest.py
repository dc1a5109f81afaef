import pytest

from tests.template.reading import Template, expand


@pytest.fixture(scope="session")
def template() -> Template:
    """With all that a parameter switches on."""
    return expand(
        AlarmsFromThisAccount="cus_1",
        EventBusArn="arn:aws:events:us-east-1:000000000000:event-bus/faults",
        TopicArns="arn:aws:sns:us-east-1:000000000000:faults",
        MailFrom="faults@example.com",
    )


@pytest.fixture(scope="session")
def public_key_template() -> Template:
    return expand(JwtAlgorithm="RS256", JwksUrl="https://issuer.example/jwks.json")
