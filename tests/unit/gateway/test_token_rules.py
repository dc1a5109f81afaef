"""Access tokens in the shapes that identity providers give them, with the settings of the page.

The shapes are those of the providers' own documentation of their access tokens, November 2026.
"""

import json
from typing import Any

import pytest

from faultbook.gateway.json_web_token import TokenRefused
from faultbook.gateway.token_rules import TokenRules
from faultbook.usecases.caller import Scope
from local.template import ROOT
from tests.support.tokens import a_token, accepts, an_authenticator, bearer, claims, refuses, signed

READ_AND_WRITE = frozenset({Scope.READ, Scope.WRITE})
COGNITO = TokenRules(
    "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Ab12Cd34E",
    frozenset({"1h57kf5cpq17m0eml12EXAMPLE"}),
    audience_claim="client_id",
    customer="cus_1",
    scope_prefix="faultbook/",
)
ENTRA = TokenRules(
    "https://login.microsoftonline.com/8c4f5a3e-0000-4000-8000-2b1f0d9e7a11/v2.0",
    frozenset({"6e74172b-0000-4000-8000-d7c5a1b2c3d4"}),
    customer_claim="tid",
)
OKTA = TokenRules(
    "https://example.okta.com/oauth2/aus1abcd", frozenset({"api://faultbook"}), customer="cus_1"
)
AUTH0 = TokenRules(
    "https://example.eu.auth0.com/",
    frozenset({"https://faults.example.com"}),
    customer_claim="https://faults.example.com/customer",
)
KEYCLOAK = TokenRules(
    "https://keycloak.example.com/realms/operations", frozenset({"faultbook"}), customer="cus_1"
)
OF_PROVIDERS: dict[str, tuple[TokenRules, dict[str, Any]]] = {
    "Cognito, a person": (
        COGNITO,
        {
            "client_id": "1h57kf5cpq17m0eml12EXAMPLE",
            "token_use": "access",
            "scope": "openid faultbook/faults:read faultbook/faults:write",
            "auth_time": 1768478400,
            "username": "ada",
        },
    ),
    "Entra ID, a person": (
        ENTRA,
        {
            "aud": "6e74172b-0000-4000-8000-d7c5a1b2c3d4",
            "azp": "1f2e3d4c-0000-4000-8000-000000000001",
            "scp": "faults:read faults:write",
            "tid": "8c4f5a3e-0000-4000-8000-2b1f0d9e7a11",
            "ver": "2.0",
        },
    ),
    "Entra ID, an application": (
        ENTRA,
        {
            "aud": "6e74172b-0000-4000-8000-d7c5a1b2c3d4",
            "roles": ["faults:read", "faults:write"],
            "tid": "8c4f5a3e-0000-4000-8000-2b1f0d9e7a11",
            "idtyp": "app",
        },
    ),
    "Okta": (
        OKTA,
        {
            "aud": "api://faultbook",
            "cid": "0oa1client",
            "scp": ["openid", "faults:read", "faults:write"],
            "uid": "00u1",
        },
    ),
    "Auth0": (
        AUTH0,
        {
            "aud": ["https://faults.example.com", "https://example.eu.auth0.com/userinfo"],
            "azp": "my_client_id",
            "scope": "openid profile faults:read faults:write",
            "https://faults.example.com/customer": "cus_1",
        },
    ),
    "Keycloak": (
        KEYCLOAK,
        {
            "aud": ["faultbook", "account"],
            "azp": "faultbook-console",
            "scope": "openid email faults:read faults:write",
            "email": None,
            "realm_access": {"roles": ["offline_access"]},
        },
    ),
}


def a_token_of(rules: TokenRules, fields: dict[str, Any]) -> str:
    ours = {"iss": rules.issuer, "aud": None, "scope": None, "customer_id": None}
    return a_token(**(ours | fields))


@pytest.mark.parametrize("provider", OF_PROVIDERS)
def test_a_token_of_the_provider_says_who_calls_and_what_for(provider: str):
    rules, said = OF_PROVIDERS[provider]
    caller = an_authenticator(rules=rules).authenticate(bearer(a_token_of(rules, said)))

    assert caller.scopes == READ_AND_WRITE
    assert caller.customer_id == said.get(rules.customer_claim, "cus_1")


@pytest.mark.parametrize("provider", OF_PROVIDERS)
def test_a_token_of_the_provider_for_somebody_else_is_refused(provider: str):
    rules, said = OF_PROVIDERS[provider]

    others: list[Any] = ["somebody else", ["somebody else"], None, 7, [[]]]
    for other in others:
        token = a_token_of(rules, said | {rules.audience_claim: other})
        assert refuses(an_authenticator(rules=rules), token)


@pytest.mark.parametrize("provider", OF_PROVIDERS)
def test_the_page_has_the_settings_that_these_tokens_were_read_with(provider: str):
    rules, _ = OF_PROVIDERS[provider]
    page = (ROOT / "docs/identity-providers.md").read_text("utf-8")
    section = page.partition(f"## {provider.partition(',')[0]}\n")[2].partition("\n## ")[0]
    other_than_usual = {
        "JwtAudienceClaim": rules.audience_claim if rules.audience_claim != "aud" else "",
        "JwtCustomer": rules.customer,
        "JwtCustomerClaim": rules.customer_claim if not rules.customer else "",
        "JwtScopePrefix": rules.scope_prefix,
    }

    assert f"JwtIssuer={rules.issuer}" in section
    assert f"JwtAudience={next(iter(rules.audiences))}" in section
    for name, value in other_than_usual.items():
        assert (f"{name}={value}" in section) if value else (f"{name}=" not in section)


@pytest.mark.parametrize("name", ["email", "customers", "nbf"])
def test_a_claim_that_is_null_is_as_if_it_were_left_out(name: str):
    payload = claims() | {name: None}

    assert accepts(an_authenticator(), signed_as_it_is(payload))


def test_a_scope_with_another_prefix_is_none_of_ours():
    said = claims(scope="other/faults:read faultbook/faults:write faults:read")

    assert COGNITO.scopes_in(said) == {Scope.WRITE}


def test_scopes_of_several_claims_are_added_up():
    said = claims(scope="faults:read", scp=["faults:write"], roles=["admin"])

    assert ENTRA.scopes_in(said) == frozenset(Scope)


@pytest.mark.parametrize("scopes", [7, {"faults:read": True}, [7], None])
def test_what_is_no_scope_is_refused(scopes: object):
    with pytest.raises(TokenRefused):
        ENTRA.scopes_in({"scope": scopes})


def signed_as_it_is(payload: dict[str, Any]) -> str:
    return signed(b'{"alg":"HS256","typ":"JWT"}', json.dumps(payload).encode())
