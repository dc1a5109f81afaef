"""Makes the signing secrets of a stack, once: `python -m tools.signing_secrets --stack faultbook`.

Five SecureString parameters under one SSM path. What is there already stays as it is, because
a new secret would end every session, cursor and API key.
"""

import argparse
import secrets
import sys
from typing import TYPE_CHECKING

import boto3

from faultbook.secret_store import SecretName

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

_BYTES = 48  # the functions refuse fewer than 32


def default_path(stack: str) -> str:
    """Where the template's functions look while its parameter SecretsPath is empty."""
    return f"/faultbook/{stack}"


def make_secrets(ssm: "SSMClient", path: str) -> list[str]:
    """Put what is missing and return the names of what was put."""
    return [name for name in SecretName if _put_if_missing(ssm, f"{path}/{name}")]


def _put_if_missing(ssm: "SSMClient", name: str) -> bool:
    try:
        ssm.put_parameter(
            Name=name,
            Description="Signing secret of Faultbook",
            Value=secrets.token_urlsafe(_BYTES),
            Type="SecureString",
            Overwrite=False,
        )
    except ssm.exceptions.ParameterAlreadyExists:
        return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.signing_secrets", description=__doc__)
    parser.add_argument("--stack", default="faultbook", help="name of the stack")
    parser.add_argument("--path", help="SSM path (default: /faultbook/<stack>)")
    arguments = parser.parse_args()
    path = arguments.path or default_path(arguments.stack)
    made = make_secrets(boto3.client("ssm"), path)
    kept = len(SecretName) - len(made)
    print(f"secrets under {path}: {len(made)} made, {kept} kept")
    return 0


if __name__ == "__main__":
    sys.exit(main())
