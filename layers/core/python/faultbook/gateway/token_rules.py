"""What a bearer token of the configured issuer must contain, and in which claims.

Identity providers differ in the names: Amazon Cognito's access tokens have no `aud` but a
`client_id`, and its scopes the resource server's identifier before them; Microsoft Entra ID writes
scopes into `scp`, and the permissions of an application into `roles`; Okta lists them in `scp`.
"""

from dataclasses import dataclass
from typing import Any

from faultbook.gateway.json_web_token import TokenRefused, customer_of
from faultbook.usecases.caller import Scope

_SCOPE_CLAIMS = ("scope", "scp", "roles")
_SCOPES = {scope.value: scope for scope in Scope}


@dataclass(frozen=True, slots=True)
class TokenRules:
    """`audiences`: one of them has to be in the audience claim.

    `customer` is the customer of every token; where it is empty, `customer_claim` names the claim.
    `scope_prefix` precedes each scope's name. Raises ValueError without an issuer or an audience.
    """

    issuer: str
    audiences: frozenset[str]
    audience_claim: str = "aud"
    customer_claim: str = "customer_id"
    customer: str = ""
    scope_prefix: str = ""

    def __post_init__(self) -> None:
        if not self.issuer or not self.audiences:
            raise ValueError("Tokens need an issuer and an audience to be checked against.")

    @property
    def required(self) -> list[str]:
        return ["exp", "iat", "iss", "sub", self.audience_claim]

    def check_audience(self, claims: dict[str, Any]) -> None:
        """A text, or a list of texts. Raises TokenRefused."""
        claimed = claims.get(self.audience_claim)
        audiences = claimed if isinstance(claimed, list) else [claimed]
        if not all(isinstance(name, str) for name in audiences) or self.audiences.isdisjoint(
            audiences
        ):
            raise TokenRefused("another audience")

    def customer_in(self, claims: dict[str, Any]) -> str:
        """Raises TokenRefused."""
        return self.customer or customer_of(claims.get(self.customer_claim))

    def scopes_in(self, claims: dict[str, Any]) -> frozenset[Scope]:
        """Scopes of other services are not ours to judge. Raises TokenRefused."""
        given = [claims[name] for name in _SCOPE_CLAIMS if claims.get(name) is not None]
        if not given:
            raise TokenRefused("no scope")
        names = {name for scopes in given for name in _names_in(scopes)}
        own_names = (name.removeprefix(self.scope_prefix) for name in names if self._is_ours(name))
        return frozenset(_SCOPES[name] for name in own_names if name in _SCOPES)

    def _is_ours(self, name: str) -> bool:
        return name.startswith(self.scope_prefix)


def _names_in(scopes: object) -> list[str]:
    """A text with blanks (RFC 8693), or a list."""
    names = scopes.split(" ") if isinstance(scopes, str) else scopes
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise TokenRefused("scopes are neither a text nor a list of texts")
    return names
