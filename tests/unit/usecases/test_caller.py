import pytest

from faultbook.domain.errors import NotPermitted
from faultbook.usecases.caller import Caller, Scope

CALLER = Caller("cus_a", "user_1", frozenset({Scope.READ}), customers=frozenset({"cus_b"}))


def test_a_caller_acts_for_one_of_its_customers_at_a_time():
    other = CALLER.for_customer("cus_b")

    assert (other.customer_id, other.subject, other.scopes) == ("cus_b", "user_1", CALLER.scopes)
    assert CALLER.for_customer("cus_a") == CALLER


def test_me_is_whoever_says_it():
    assert [CALLER.person(name) for name in ("me", "ann", "Me")] == ["user_1", "ann", "Me"]


@pytest.mark.parametrize(
    "customer_id", ["cus_c", "", "cus_a|cus_b", "cus_a,cus_b", "CUS_A", " cus_a"]
)
def test_a_caller_acts_for_nobody_else(customer_id: str):
    with pytest.raises(NotPermitted):
        CALLER.for_customer(customer_id)
