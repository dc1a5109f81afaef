"""Mints a bearer token for a deployed stack: `python -m local.mint_token --customer cus_1`.

Signs with the stack's own secret from SSM, so only who may read that can make one. For stacks
that take RS256 or ES256 the identity provider mints the tokens.
"""

import argparse
import sys
import time

import boto3
import jwt

from local.signing_secrets import default_path

SCOPES = "faults:read faults:write admin"
_HOUR = 3600
_LONGEST_HOURS = 24  # the functions refuse tokens that live longer


def mint(
    secret: str,
    customer_id: str,
    *,
    subject: str,
    issuer: str = "faultbook",
    audience: str = "faultbook",
    scope: str = SCOPES,
    seconds: int = _HOUR,
) -> str:
    now = int(time.time())
    claims = {
        "iss": issuer,
        "aud": audience,
        "iat": now,
        "exp": now + seconds,
        "sub": subject,
        "customer_id": customer_id,
        "scope": scope,
    }
    return jwt.encode(claims, secret, algorithm="HS256")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local.mint_token", description=__doc__)
    parser.add_argument("--stack", default="faultbook", help="name of the stack")
    parser.add_argument("--path", help="SSM path of its secrets (default: /faultbook/<stack>)")
    parser.add_argument("--customer", required=True, help="customer_id that the token is for")
    parser.add_argument("--subject", default="operator", help="who acts with it")
    parser.add_argument("--scope", default=SCOPES, help=f"default: {SCOPES}")
    parser.add_argument("--issuer", default="faultbook", help="JwtIssuer of the stack")
    parser.add_argument("--audience", default="faultbook", help="JwtAudience of the stack")
    parser.add_argument("--hours", type=int, default=1, choices=range(1, _LONGEST_HOURS + 1))
    said = parser.parse_args()
    name = f"{said.path or default_path(said.stack)}/jwt-secret"
    found = boto3.client("ssm").get_parameter(Name=name, WithDecryption=True)
    print(
        mint(
            found["Parameter"]["Value"],
            said.customer,
            subject=said.subject,
            issuer=said.issuer,
            audience=said.audience,
            scope=said.scope,
            seconds=said.hours * _HOUR,
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
