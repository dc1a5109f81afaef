"""GET /fault/groups over the real store: what it counts is what the list finds."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

import pytest

from faultbook.domain.fault import Fault, Severity
from faultbook.usecases.group_faults import MAX_FAULTS
from tests.integration.test_pagination import crowd
from tests.support.builders import CUSTOMER, NOW, a_fault
from tests.support.engines import Engine, Tables
from tests.support.native_api import OTHER_CUSTOMER, NativeApi


def groups(api: NativeApi, query: str, customer: str = CUSTOMER) -> dict[str, Any]:
    answer = api("GET", "/fault/groups", query=query, customer=customer)
    assert answer.status == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def listed(api: NativeApi, query: str) -> int:
    return sum(len(page) for page in api.walk(f"limit=100&{query}"))


@pytest.mark.parametrize(
    "by", ["type,site", "resource", "path:2,severity", "reporter,kind", "path:1"]
)
@pytest.mark.parametrize("filters", ["status=unresolved", "severity=LOW,HIGH", "site=site_1"])
def test_a_groups_key_finds_its_faults_in_the_list(
    api: NativeApi, dynoxide: Engine, tables: Tables, by: str, filters: str
):
    dynoxide.fill(tables.faults, crowd(200, in_one_second=20))

    answer = groups(api, f"by={by}&{filters}")

    assert sum(group["count"] for group in answer["data"]) == answer["meta"]["count"]
    assert answer["meta"]["count"] == listed(api, filters)
    assert answer["meta"]["complete"] is True
    for group in answer["data"][:3]:
        key = urlencode(group["key"])
        kept = "&".join(p for p in filters.split("&") if p.split("=")[0] not in group["key"])
        assert listed(api, f"{key}&{kept}") >= group["count"]
        if kept == filters:
            assert listed(api, f"{key}&{kept}") == group["count"]


def test_a_facet_counts_what_the_list_finds_under_it_and_the_other_filters(
    api: NativeApi, dynoxide: Engine, tables: Tables
):
    dynoxide.fill(tables.faults, crowd(200, in_one_second=20))

    facets = groups(api, "status=unresolved&site=site_2")["facets"]

    for name in ("severity", "type", "kind", "reporter", "acknowledged", "assignee"):
        assert facets[name]
        for value, count in facets[name].items():
            query = f"status=unresolved&site=site_2&{urlencode({name: value})}"
            assert (name, value, listed(api, query)) == (name, value, count)


def test_answers_of_more_than_1000_faults_add_up(api: NativeApi, dynoxide: Engine, tables: Tables):
    faults = crowd(2345, in_one_second=300)
    dynoxide.fill(tables.faults, faults)
    total: Counter[str] = Counter()
    cursor, answers = "", 0
    while answers == 0 or cursor:
        query = f"by=type&status=unresolved{cursor and f'&cursor={cursor}'}"
        answer = groups(api, query)
        total.update({item["key"]["type"]: item["count"] for item in answer["data"]})
        cursor, answers = answer["meta"]["cursor"], answers + 1
        assert answer["meta"]["has_more"] is (not answer["meta"]["complete"]) is bool(cursor)

    assert total == Counter(fault.type for fault in faults if fault.is_open)
    assert answers == 2


def test_the_newest_of_a_group_is_its_sample(api: NativeApi):
    api.create(severity="CRITICAL", message="first")
    api.clock.at = NOW.replace(minute=5)
    newest = api.create(severity="LOW", message="second")

    [group] = groups(api, "by=type")["data"]

    assert group["severity"] == "CRITICAL"
    assert group["newest_at"] == newest["created_at"]
    assert group["sample"] == {
        name: newest[name] for name in ("id", "message", "severity", "resource_id", "created_at")
    }


def test_nobody_sees_the_groups_of_another(api: NativeApi):
    api.create(customer=OTHER_CUSTOMER)

    assert groups(api, "by=type")["data"] == []
    assert len(groups(api, "by=type", OTHER_CUSTOMER)["data"]) == 1


def test_a_cursor_is_for_the_same_question_of_one_customer(
    api: NativeApi, dynoxide: Engine, tables: Tables
):
    dynoxide.fill(tables.faults, [a_fault(number=place + 1) for place in range(MAX_FAULTS + 1)])
    cursor = groups(api, "by=type")["meta"]["cursor"]

    for query, customer in (("by=site", CUSTOMER), ("by=type", OTHER_CUSTOMER)):
        asked = f"{query}&cursor={cursor}"
        assert api("GET", "/fault/groups", query=asked, customer=customer).status == 400


def test_what_no_answer_has_room_for_is_left_out_from_the_least_grave_on(
    api: NativeApi, dynoxide: Engine, tables: Tables
):
    def deep(place: int) -> Fault:
        segments = [f"{place:04d}", *("\U0001f600" * 250 for _ in range(7))]
        severity = Severity.CRITICAL if place == 300 else Severity.LOW
        return a_fault(number=place + 1, path="|".join(segments), severity=severity)

    dynoxide.fill(tables.faults, [deep(place) for place in range(600)])

    answer = groups(api, "by=path:20&by=type")

    assert answer["meta"]["complete"] is False
    assert answer["data"][0]["severity"] == "CRITICAL"
    assert 100 < len(answer["data"]) < 600


@pytest.mark.parametrize(
    "by",
    ["colour", "path", "path:0", "path:21", "type,site,kind,severity,reporter", "path:1,path:2"],
)
def test_what_faults_cannot_have_in_common_is_refused_in_words(api: NativeApi, by: str):
    answer = api("GET", "/fault/groups", query=f"by={by}")

    assert answer.status == 400
    assert list(answer.json["errors"]) == ["by"]
