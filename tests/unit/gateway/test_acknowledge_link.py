"""A link acknowledges the fault that it was made for, while its endpoint has the secret."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.endpoints import Endpoint, EndpointKind, draw_secret
from faultbook.gateway import acknowledge_link
from tests.support.builders import CUSTOMER, NOW, a_fault
from tests.support.told import NUMBER, an_endpoint

CHANNEL = an_endpoint(EndpointKind.SLACK)
LINK = acknowledge_link.write(CHANNEL, a_fault(CUSTOMER, NUMBER), NOW)
DAY = timedelta(days=1)


def test_a_link_leads_to_its_fault_for_seven_days():
    assert acknowledge_link.customer_in(LINK) == CUSTOMER
    assert acknowledge_link.read(LINK, CHANNEL, NOW) == NUMBER
    assert acknowledge_link.read(LINK, CHANNEL, NOW + 7 * DAY - timedelta(seconds=1)) == NUMBER
    assert acknowledge_link.read(LINK, CHANNEL, NOW + 7 * DAY) is None


def test_a_link_holds_for_a_day_after_a_rotation_and_no_longer():
    rotated = CHANNEL.rotated(NOW)

    assert acknowledge_link.read(LINK, rotated, NOW + DAY - timedelta(seconds=1)) == NUMBER
    assert acknowledge_link.read(LINK, rotated, NOW + DAY) is None


@pytest.mark.parametrize(
    "other", [replace(CHANNEL, endpoint_id="end_2"), replace(CHANNEL, secret=draw_secret())]
)
def test_a_link_of_another_endpoint_leads_nowhere(other: Endpoint):
    assert acknowledge_link.read(LINK, other, NOW) is None


@given(st.integers(0, len(LINK) - 1), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567a=! "))
def test_a_link_that_was_changed_leads_nowhere(place: int, letter: str):
    changed = LINK[:place] + letter + LINK[place + 1 :]

    assert (acknowledge_link.read(changed, CHANNEL, NOW) == NUMBER) is (changed == LINK)


@given(st.text(max_size=400))
def test_any_other_text_is_no_link(text: str):
    assert acknowledge_link.read(text, CHANNEL, NOW) is None
    assert acknowledge_link.customer_in(text) == "" or len(text) > 51
