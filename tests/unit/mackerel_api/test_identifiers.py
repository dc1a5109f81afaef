import re

from hypothesis import given
from hypothesis import strategies as st

from functions.mackerel_api.identifiers import host_id, log_id, monitor_id
from tests.support.builders import CUSTOMER

NUMBER = 270160156273935


def test_a_log_id_is_of_one_version_of_one_fault_of_one_customer():
    text = log_id(CUSTOMER, NUMBER, 2)

    assert re.fullmatch(r"[1-9A-HJ-NP-Za-km-z]{11}", text)
    assert text == log_id(CUSTOMER, NUMBER, 2)
    assert text not in {
        log_id(CUSTOMER, NUMBER, 3),
        log_id(CUSTOMER, NUMBER + 1, 2),
        log_id("cus_other", NUMBER, 2),
    }


@given(st.from_regex(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,14}", fullmatch=True))
def test_a_short_resource_is_its_own_host_id(name: str):
    assert host_id(CUSTOMER, name) == name


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=16))
def test_any_other_resource_has_a_host_id_that_every_client_can_hold(name: str):
    text = host_id(CUSTOMER, name)

    assert re.fullmatch(r"[1-9A-HJ-NP-Za-km-z]{11}", text)
    assert text == host_id(CUSTOMER, name)
    assert text != host_id("cus_other", name)


def test_a_monitor_has_the_same_id_whatever_it_finds():
    text = monitor_id(CUSTOMER, "disk usage")

    assert re.fullmatch(r"[1-9A-HJ-NP-Za-km-z]{11}", text)
    assert text == monitor_id(CUSTOMER, "disk usage")
    assert text not in {monitor_id(CUSTOMER, "disk"), monitor_id("cus_other", "disk usage")}
