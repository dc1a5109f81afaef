"""Mints a bearer token for a deployed stack: `python -m tools.mint_token --customer cus_1`.

Signs with the stack's own secret from SSM, so only who may read that can make one. For stacks
that take RS256 or ES256 the identity provider mints the tokens.
"""

import argparse
import sys
from datetime import UTC, datetime

import boto3

from local.credentials import TOKEN_HOURS, bearer_token
from tools.signing_secrets import default_path

SCOPES = ("faults:read", "faults:write", "admin")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.mint_token", description=__doc__)
    parser.add_argument("--stack", default="faultbook", help="name of the stack")
    parser.add_argument("--path", help="SSM path of its secrets (default: /faultbook/<stack>)")
    parser.add_argument("--customer", required=True, help="customer_id that the token is for")
    parser.add_argument("--subject", default="operator", help="who acts with it")
    parser.add_argument("--scope", nargs="+", default=SCOPES, choices=SCOPES)
    parser.add_argument("--issuer", default="faultbook", help="JwtIssuer of the stack")
    parser.add_argument("--audience", default="faultbook", help="JwtAudience of the stack")
    given = parser.parse_args()
    name = f"{given.path or default_path(given.stack)}/jwt-secret"
    found = boto3.client("ssm").get_parameter(Name=name, WithDecryption=True)
    environment = {
        "JWT_SECRET": found["Parameter"]["Value"],
        "JWT_ISSUER": given.issuer,
        "JWT_AUDIENCE": given.audience,
    }
    now = datetime.now(UTC)
    print(bearer_token(environment, given.customer, given.scope, now=now, subject=given.subject))
    print(f"works for {TOKEN_HOURS} hours", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
