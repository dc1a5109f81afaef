import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import jwt

from faultbook.gateway.bearer_jwt import HmacKey, JwtAuthenticator
from faultbook.gateway.token_rules import TokenRules
from local.credentials import bearer_token, signing_secrets
from local.customers import DEMO, read_seed
from tests.support.tokens import bearer

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


def test_secrets_are_made_once_and_only_their_owner_can_read_them(tmp_path: Path):
    made = signing_secrets(tmp_path)

    assert signing_secrets(tmp_path) == made
    assert len(set(made.values())) == 5
    assert min(len(secret) for secret in made.values()) >= 32
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_secret_that_is_missing_is_added_and_the_others_stay(tmp_path: Path):
    made = signing_secrets(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_text(json.dumps({"JWT_SECRET": made["JWT_SECRET"]}), "utf-8")

    again = signing_secrets(tmp_path)

    assert again["JWT_SECRET"] == made["JWT_SECRET"]
    assert again.keys() == made.keys()


def test_the_service_accepts_the_tokens(tmp_path: Path):
    environment = signing_secrets(tmp_path) | {"JWT_ISSUER": "books", "JWT_AUDIENCE": "readers"}
    authenticator = JwtAuthenticator(
        HmacKey(environment["JWT_SECRET"].encode),
        rules=TokenRules("books", frozenset({"readers"})),
        clock=lambda: NOW,
    )

    token = bearer_token(environment, "cus_1", ["faults:read", "admin"], now=NOW)

    caller = authenticator.authenticate(bearer(token))
    assert caller.customer_id == "cus_1"
    assert caller.scopes == {"faults:read", "admin"}


def test_further_claims_go_before_the_usual_ones():
    environment = {"JWT_SECRET": "s" * 32, "JWT_ISSUER": "books", "JWT_AUDIENCE": "readers"}
    token = bearer_token(environment, "cus_1", [], now=NOW, aud="others", email="a@b.example")

    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["aud"], claims["email"]) == ("others", "a@b.example")


def test_a_seed_names_customers_and_may_leave_the_rest_out(tmp_path: Path):
    file = tmp_path / "seed.json"
    customer = {"customer_id": "cus_1", "tokens": {"writer": ["faults:write"]}, "api_keys": {}}
    file.write_text(json.dumps({"customers": [customer, {"customer_id": "cus_demo"}]}), "utf-8")

    first, second = read_seed(file)

    assert (first.tokens, first.api_keys) == ({"writer": ["faults:write"]}, {})
    assert (second,) == DEMO
