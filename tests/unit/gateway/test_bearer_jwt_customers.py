"""A token may speak for several customers."""

from typing import Any

import pytest

from tests.support.tokens import a_token, an_authenticator, bearer, refuses

SEVERAL = [f"cus_{n}" for n in range(100)]


def customers_of(**claims: Any) -> frozenset[str]:
    return an_authenticator().authenticate(bearer(a_token(**claims))).customers


def test_a_token_names_the_customers_that_it_owns():
    assert customers_of(customers=["cus_a", "cus_b"]) == {"cus_a", "cus_b"}
    assert customers_of(customers=SEVERAL) == set(SEVERAL)


def test_a_token_without_the_claim_has_its_own_customer_only():
    assert customers_of() == frozenset()
    assert customers_of(customers=[]) == frozenset()


@pytest.mark.parametrize(
    "claim",
    ["cus_a", ["cus_a", 7], ["cus#a"], ["cus_a|cus_b"], [""], [["cus_a"]], {"cus_a": 1}, True,
     [*SEVERAL, "one-more"], ["c" * 65]],
)  # fmt: skip
def test_a_token_with_something_else_for_its_customers_is_refused(claim: object):
    assert refuses(an_authenticator(), a_token(customers=claim))
