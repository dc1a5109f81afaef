"""Many callers at once on Dynoxide, which takes one write at a time and loses none."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.http_events import Response
from tests.support.native_api import OTHER_CUSTOMER, NativeApi, a_body

AT_ONCE = 16


def at_once(times: int, request: Callable[[int], Any], threads: int = AT_ONCE) -> list[Any]:
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(request, range(times)))


def statuses(answers: list[Response]) -> set[int]:
    return {answer.status for answer in answers}


def test_fifty_comments_at_once_all_stand(api: NativeApi):
    fault_id = api.create()["id"]
    path = f"/fault/{fault_id}/comment"
    read: list[list[str]] = []

    def comment_and_read(place: int) -> Response:
        answer = api("POST", path, {"comment": f"comment {place}"}, subject=f"user_{place}")
        read.append([comment["comment"] for comment in api.get(fault_id)["comments"]])
        return answer

    answers = at_once(50, comment_and_read)

    final = [comment["comment"] for comment in api.get(fault_id)["comments"]]
    assert statuses(answers) == {201}
    assert sorted(final) == sorted(f"comment {place}" for place in range(50))
    assert all(seen == final[: len(seen)] for seen in read)
    for place, answer in enumerate(answers):
        comments = [comment["comment"] for comment in answer.json["comments"]]
        assert f"comment {place}" in comments
        assert comments == final[: len(comments)]


def test_two_hundred_faults_at_once_have_numbers_of_their_own(api: NativeApi):
    answers = at_once(200, lambda place: api("POST", "/fault", a_body(message=f"fault {place}")))

    assert statuses(answers) == {201}
    assert len({answer.json["id"] for answer in answers}) == 200
    listed = [fault for page in api.walk("limit=100") for fault in page]
    assert {fault["message"] for fault in listed} == {f"fault {place}" for place in range(200)}


def test_a_thousand_equal_reports_at_once_are_one_fault(api: NativeApi):
    report = a_body(deduplication_key="link-7")

    answers = at_once(1000, lambda _: api("POST", "/fault", report))

    assert statuses(answers) == {200, 201}
    assert sum(answer.status == 201 for answer in answers) == 1
    [page] = api.walk("limit=100")
    [fault] = page
    assert (fault["occurrences"], fault["version"]) == (1000, 1)


def test_twenty_requests_at_once_with_one_idempotency_key_are_one(api: NativeApi):
    headers = {"Idempotency-Key": "key-1"}

    answers = at_once(20, lambda _: api("POST", "/fault", a_body(), headers=headers))
    later = at_once(5, lambda _: api("POST", "/fault", a_body(), headers=headers))

    assert statuses(answers + later) == {201}
    assert len({answer.text for answer in answers + later}) == 1
    assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1
    assert all(answer.headers["idempotency-replayed"] == "true" for answer in later)
    assert [len(page) for page in api.walk()] == [1]


def test_with_both_keys_each_report_counts_once(api: NativeApi):
    report = a_body(deduplication_key="link-7")

    def twice(place: int) -> list[Response]:
        headers = {"Idempotency-Key": f"key-{place}"}
        return [api("POST", "/fault", report, headers=headers) for _ in range(2)]

    answers = at_once(50, twice)

    assert statuses([answer for pair in answers for answer in pair]) == {200, 201}
    [[fault]] = api.walk()
    assert fault["occurrences"] == 50


def test_two_changes_to_different_fields_both_survive(api: NativeApi):
    fault_id = api.create()["id"]
    edits = [{"message": "new message"}, {"cause": "new cause"}, {"severity": "LOW"}] * 5

    answers = at_once(15, lambda place: api("PATCH", f"/fault/{fault_id}", edits[place]))

    assert statuses(answers) <= {200, 409}
    fault = api.get(fault_id)
    assert (fault["message"], fault["cause"], fault["severity"]) == (
        "new message",
        "new cause",
        "LOW",
    )
    assert fault["version"] == 4


def test_of_many_changes_to_one_version_one_succeeds(api: NativeApi):
    fault_id = api.create()["id"]

    def edit(place: int) -> Response:
        body = {"message": f"message {place}"}
        return api("PATCH", f"/fault/{fault_id}", body, headers={"If-Match": '"1"'})

    answers = at_once(20, edit)

    assert sorted(answer.status for answer in answers) == [200] + [412] * 19
    [winner] = [answer for answer in answers if answer.status == 200]
    assert api.get(fault_id)["message"] == winner.json["message"]
    assert api.get(fault_id)["version"] == 2


@pytest.mark.parametrize(("change", "reason"), [("resolve", "reason {}"), ("acknowledge", "")])
def test_many_who_do_the_same_do_it_once(api: NativeApi, change: str, reason: str):
    fault_id = api.create()["id"]

    def request(place: int) -> Response:
        body = {"reason": reason.format(place)} if reason else {}
        return api("POST", f"/fault/{fault_id}/{change}", body, subject=f"user_{place}")

    answers = at_once(20, request)

    assert statuses(answers) == {200}
    assert len({answer.text for answer in answers}) == 1
    assert api.get(fault_id)["version"] == 2


def test_of_many_who_acknowledge_with_a_reason_each_one_is_kept(api: NativeApi):
    fault_id = api.create()["id"]

    def request(place: int) -> Response:
        body = {"reason": f"reason {place}"}
        return api("POST", f"/fault/{fault_id}/acknowledge", body, subject=f"user_{place}")

    answers = at_once(10, request)

    assert statuses(answers) == {200}
    fault = api.get(fault_id)
    by = [comment["user_id"] for comment in fault["comments"]]
    assert sorted([*by, fault["acknowledged_by"]]) == sorted(f"user_{place}" for place in range(10))


def test_resolving_and_reopening_at_once_end_in_one_of_both(api: NativeApi):
    fault_id = api.create()["id"]

    def request(place: int) -> Response:
        return api("POST", f"/fault/{fault_id}/{'reopen' if place % 2 else 'resolve'}")

    answers = at_once(40, request)

    assert statuses(answers) <= {200, 409}
    fault = api.get(fault_id)
    resolved = fault["status"] == "resolved"
    assert (fault["resolved_at"] is not None) == resolved
    assert fault["version"] % 2 == (0 if resolved else 1)
    [listed] = [fault for page in api.walk(f"status={fault['status']}") for fault in page]
    assert listed["id"] == fault_id


def test_repetitions_resolutions_and_comments_at_once_lose_nothing(api: NativeApi):
    report = a_body(deduplication_key="link-7")
    api.create(**report)
    [[first]] = api.walk()

    def request(place: int) -> Response:
        if place % 10 == 0:
            return api("POST", f"/fault/{first['id']}/comment", {"comment": f"comment {place}"})
        if place == 55:
            return api("POST", f"/fault/{first['id']}/resolve")
        return api("POST", "/fault", report)

    answers = at_once(100, request)

    assert statuses(answers) <= {200, 201}
    faults = [fault for page in api.walk() for fault in page]
    assert sum(fault["occurrences"] for fault in faults) == 1 + 89
    assert len(faults) <= 2
    assert len(api.get(first["id"])["comments"]) == 10


def test_what_is_deleted_while_others_write_is_gone(api: NativeApi):
    fault_id = api.create(deduplication_key="link-7")["id"]

    def request(place: int) -> Response:
        if place == 10:
            return api("DELETE", f"/fault/{fault_id}")
        path, body = [
            (f"/fault/{fault_id}/comment", {"comment": "c"}),
            (f"/fault/{fault_id}/acknowledge", {}),
            (f"/fault/{fault_id}/resolve", {}),
            (f"/fault/{fault_id}/reopen", {}),
        ][place % 4]
        return api("POST", path, body)

    answers = at_once(40, request)

    assert statuses(answers) <= {200, 201, 204, 404, 409}
    if answers[10].status == 409:
        assert api("DELETE", f"/fault/{fault_id}").status == 204
    assert api("GET", f"/fault/{fault_id}").status == 404
    assert list(api.walk()) == [[]]
    assert api.create(deduplication_key="link-7")["id"] != fault_id


def test_two_customers_at_once_never_meet(api: NativeApi):
    report = a_body(deduplication_key="link-7")

    def request(place: int) -> Response:
        customer = OTHER_CUSTOMER if place % 2 else "cus_A"
        return api("POST", "/fault", report, customer=customer)

    answers = at_once(60, request)

    assert statuses(answers) == {200, 201}
    for customer in (OTHER_CUSTOMER, "cus_A"):
        [[fault]] = api.walk(customer=customer)
        assert (fault["customer_id"], fault["occurrences"]) == (customer, 30)
