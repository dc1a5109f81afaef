import json
from dataclasses import replace

import pytest

from faultbook.domain.errors import InvalidRequest, VersionMismatch
from faultbook.domain.idempotency import Idempotency
from faultbook.gateway.http import Answer
from faultbook.gateway.preconditions import (
    fingerprint,
    idempotency_of,
    is_known,
    unless_known,
    version_of_if_match,
)
from tests.support.http_events import a_request

ROUTE = "POST /fault"


def key_of(value: str, body: object = None) -> Idempotency | None:
    headers = {"Idempotency-Key": value}
    request = a_request("POST", headers=headers)
    return idempotency_of(replace(request, document=body or {"a": 1}), ROUTE)


def test_if_match_names_a_version():
    assert version_of_if_match(a_request(headers={"If-Match": '"7"'})) == 7
    assert version_of_if_match(a_request(headers={"If-Match": ' "7" '})) == 7


def test_without_if_match_and_with_a_star_anything_matches():
    assert version_of_if_match(a_request()) is None
    assert version_of_if_match(a_request(headers={"If-Match": "*"})) is None


@pytest.mark.parametrize(
    "tag", ["7", '"x"', 'W/"7"', '"7", "8"', "", '""', '"-1"', '"7', '"\u0667"', f'"{"9" * 10}"']
)
def test_a_tag_that_no_fault_ever_had_fails(tag: str):
    with pytest.raises(VersionMismatch):
        version_of_if_match(a_request(headers={"If-Match": tag}))


def test_without_the_header_there_is_no_idempotency():
    assert idempotency_of(a_request("POST", body={}), ROUTE) is None


@pytest.mark.parametrize("key", ["k", "x" * 255, "8e03978e-40d5-43dd-bc93-6894a57f9324", "a,b;c=1"])
def test_quoted_and_bare_keys_are_alike(key: str):
    assert key_of(key)
    assert key_of(key) == key_of(f'"{key}"') == key_of(f"  {key} ")


def test_other_keys_routes_and_bodies_make_other_claims():
    one = key_of("k")
    assert one

    other_key, other_body = key_of("l"), key_of("k", {"a": 2})
    other_route = idempotency_of(
        a_request("POST", headers={"Idempotency-Key": "k"}, body={"a": 1}), "POST /fault/batch"
    )

    assert other_key
    assert other_key.key != one.key
    assert other_route
    assert other_route.key != one.key
    assert other_body
    assert other_body.key == one.key
    assert other_body.fingerprint != one.fingerprint


@pytest.mark.parametrize(
    "value",
    ["", " ", '""', '" "', "x" * 256, f'"{"x" * 256}"', "a b", "a\tb", "a\x00", "a\x7f", "é", "😀"],
)
def test_a_key_out_of_range_is_refused(value: str):
    with pytest.raises(InvalidRequest) as refusal:
        key_of(value)

    assert list(refusal.value.fields) == ["Idempotency-Key"]


def test_equal_json_has_one_fingerprint():
    body = json.loads('{"a": 1, "b": {"c": [1, 2], "d": "ü"}}')
    other = json.loads('{ "b":{"d":"\\u00fc","c":[1,2]},\n"a":1 }')

    assert fingerprint(body) == fingerprint(other)


@pytest.mark.parametrize(
    "other", [{"a": [2, 1]}, {"a": [1, "2"]}, {"a": [1, 2, None]}, {"b": [1, 2]}]
)
def test_other_json_has_another_fingerprint(other: object):
    assert fingerprint({"a": [1, 2]}) != fingerprint(other)


@pytest.mark.parametrize("known", ['"7"', 'W/"7"', '"6", W/"7"', "*", ' "7" '])
def test_if_none_match_names_a_tag_weak_or_not(known: str):
    request = a_request(headers={"If-None-Match": known})

    assert is_known('"7"', request)
    assert is_known('W/"7"', request)


@pytest.mark.parametrize("known", ["", '"8"', "7", '"77"'])
def test_if_none_match_may_name_others(known: str):
    assert not is_known('W/"7"', a_request(headers={"If-None-Match": known}))
    assert not is_known('W/"7"', a_request())


def test_who_has_the_very_same_body_gets_none():
    first = unless_known(Answer(200, {"data": ["ü"]}, {"X-Other": "1"}), a_request())
    known = a_request(headers={"If-None-Match": first.headers["ETag"]})

    again = unless_known(Answer(200, {"data": ["ü"]}), known)
    other = unless_known(Answer(200, {"data": ["u"]}), known)

    assert (first.status, first.text, first.headers["X-Other"]) == (200, '{"data":["ü"]}', "1")
    assert (again.status, again.text, again.headers) == (304, "", {"ETag": first.headers["ETag"]})
    assert (other.status, other.text) == (200, '{"data":["u"]}')
