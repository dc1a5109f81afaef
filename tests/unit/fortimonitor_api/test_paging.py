"""Walks over lists as clients take them: by `next`, by `previous`, and by offsets of their own."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from faultbook.domain.errors import InvalidRequest
from faultbook.domain.fault import ChangeKind, Fault, Severity, Status
from faultbook.domain.listing import Counted, FaultFilter, Page
from faultbook.gateway import answer_size
from faultbook.gateway.cursor import CursorSigner
from faultbook.gateway.errors import InvalidCursor
from faultbook.usecases.read_faults import ReadFaults
from functions.fortimonitor_api import paging, translate
from functions.fortimonitor_api.links import Links
from functions.fortimonitor_api.schemas import ListOutages, ListQuery
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_change, a_fault
from tests.support.fakes import InMemoryFaultStore
from tests.support.http_events import a_request
from tests.support.statistics_fakes import InMemoryStatistics

SIGNER = CursorSigner(b"a secret of thirty-two bytes and more")
ORIGIN = "https://faults.example"
LINKS = Links(ORIGIN, lambda _: "hash")


class Lists:
    """`known_count` is what the statistics would know of a list without filters."""

    def __init__(self, store: InMemoryFaultStore, known_count: int = 0) -> None:
        self.store = store
        self.known_count = known_count

    def get(self, query: str = "", customer_id: str = CUSTOMER) -> Any:
        request = a_request("GET", "/v2/outage", query=query)
        wire = ListOutages.model_validate(dict(request.query))
        fault_filter = translate.outage_filter(wire)
        plain = fault_filter == FaultFilter(status=fault_filter.status)
        return paging.OutagePages(
            faults=ReadFaults(self.store, InMemoryStatistics),
            signer=SIGNER,
            customer_id=customer_id,
            request=request,
            origin=ORIGIN,
            fault_filter=fault_filter,
            query=wire,
            wire_of=lambda fault: translate.outage_wire(fault, LINKS),
            known_count=lambda: self.known_count if plain else 0,
        ).answer()

    def walk(self, query: str) -> Iterator[Any]:
        """Page after page by `meta.next`."""
        while True:
            page = self.get(query)
            yield page
            if page["meta"]["next"] is None:
                return
            query = query_of(page["meta"]["next"])


class CountingStore(InMemoryFaultStore):
    """The same faults; `counts` is how often they were counted."""

    def __init__(self, store: InMemoryFaultStore) -> None:
        super().__init__(SteppingClock())
        for fault in store.page(CUSTOMER, FaultFilter(), 1000, None).faults:
            self.create(CUSTOMER, fault)
        self.counts = 0

    def count(self, *of: Any, **how: Any) -> Counted:
        self.counts += 1
        return super().count(*of, **how)


def query_of(url: str) -> str:
    assert url.startswith(f"{ORIGIN}/v2/outage?")
    return urlsplit(url).query


def ids(page: Any) -> list[int]:
    return [int(outage["url"].rpartition("/")[2]) for outage in page["outage_list"]]


@pytest.fixture
def store() -> InMemoryFaultStore:
    """103 faults, ten to a second; every fourth is resolved, every fifth on server 5."""
    store = InMemoryFaultStore(SteppingClock())
    for number in range(103):
        fault = a_fault(
            number=number,
            opened_at=NOW - timedelta(seconds=number // 10),
            resource_id=str(number % 5),
            severity=Severity.LOW if number % 2 else Severity.CRITICAL,
        )
        if number % 4 == 0:
            over = a_change(ChangeKind.RESOLVED, at=fault.opened_at + timedelta(seconds=number))
            fault = fault.resolved(over)
        store.create(CUSTOMER, fault)
    return store


@pytest.fixture
def lists(store: InMemoryFaultStore) -> Lists:
    return Lists(store)


def every(store: InMemoryFaultStore, **fields: Any) -> list[int]:
    faults = store.page(CUSTOMER, FaultFilter(**fields), 1000, None).faults
    return [fault.number for fault in faults]


@pytest.mark.parametrize("limit", [1, 7, 50, 102, 103, 104, 500])
@pytest.mark.parametrize("order", ["", "&order_by=start_time&order=asc", "&order_by=-start_time"])
def test_following_next_finds_everything_once_and_in_order(
    lists: Lists, store: InMemoryFaultStore, limit: int, order: str
):
    pages = list(lists.walk(f"limit={limit}{order}"))

    found = [number for page in pages for number in ids(page)]
    expected = every(store)
    assert found == (expected[::-1] if "asc" in order else expected)
    assert {page["meta"]["total_count"] for page in pages} == {103}
    assert [page["meta"]["offset"] for page in pages] == [i * limit for i in range(len(pages))]


@pytest.mark.parametrize("limit", [1, 7, 50])
@pytest.mark.parametrize("order", ["", "&order=asc"])
def test_previous_leads_back_over_the_same_pages(lists: Lists, limit: int, order: str):
    pages = list(lists.walk(f"limit={limit}{order}"))

    back = [pages[-1]]
    while back[-1]["meta"]["previous"]:
        back.append(lists.get(query_of(back[-1]["meta"]["previous"])))

    assert [ids(page) for page in reversed(back)] == [ids(page) for page in pages]
    assert back[-1]["meta"]["offset"] == 0
    again = query_of(back[-1]["meta"]["next"])
    assert ids(lists.get(again)) == ids(pages[1])


@pytest.mark.parametrize("limit", [1, 7, 50, 103])
def test_a_client_that_counts_offsets_itself_finds_the_same(lists: Lists, limit: int):
    by_next = [ids(page) for page in lists.walk(f"limit={limit}")]
    by_offset = [
        ids(lists.get(f"limit={limit}&offset={offset}")) for offset in range(0, 103, limit)
    ]

    assert by_offset == by_next


@pytest.mark.parametrize("offset", [103, 104, 10_000])
def test_beyond_the_end_there_is_nothing_and_the_count_is_still_true(lists: Lists, offset: int):
    page = lists.get(f"offset={offset}")

    assert page["outage_list"] == []
    assert page["meta"]["total_count"] == 103
    assert page["meta"]["next"] is None


def test_a_limit_of_nothing_asks_for_everything(lists: Lists, store: InMemoryFaultStore):
    page = lists.get("limit=0")

    assert ids(page) == every(store)
    assert page["meta"]["next"] is None


def test_everything_is_at_most_a_thousand_and_the_rest_is_behind_next():
    store = InMemoryFaultStore(SteppingClock())
    for number in range(1203):
        store.create(CUSTOMER, a_fault(number=number))

    pages = list(Lists(store).walk("limit=0"))

    assert [len(page["outage_list"]) for page in pages] == [1000, 203]
    assert [page["meta"]["limit"] for page in pages] == [1000, 1000]
    assert [page["meta"]["total_count"] for page in pages] == [1203, 1203]


def test_an_answer_stays_below_what_lambda_can_carry():
    store = InMemoryFaultStore(SteppingClock())
    for number in range(60):
        store.create(CUSTOMER, a_fault(number=number, metadata={"x": "y" * 100_000}))

    pages = list(Lists(store).walk("limit=0"))

    assert [number for page in pages for number in ids(page)] == list(reversed(range(60)))
    assert len(pages) == 3  # of 60 outages with 200 KB each, as metadata shows twice


def test_one_outage_that_is_too_large_by_itself_is_still_answered(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(answer_size, "MAX_BYTES", 10)
    store = InMemoryFaultStore(SteppingClock())
    for number in range(3):
        store.create(CUSTOMER, a_fault(number=number))

    assert [ids(page) for page in Lists(store).walk("limit=0")] == [[2], [1], [0]]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("status=active", {"status": Status.UNRESOLVED}),
        ("status=resolved", {"status": Status.RESOLVED}),
        ("server=3", {"resource_id": "3"}),
        ("severity=warning", {"severities": frozenset({Severity.LOW})}),
        ("start_time=2026-01-15 11:59:55", {"since": NOW - timedelta(seconds=5)}),
        ("end_time=2026-01-15 11:59:55", {"until": NOW - timedelta(seconds=4)}),
        ("status=resolved&min_duration=40", {"min_duration": timedelta(seconds=40)}),
    ],
)
def test_under_a_filter_the_walk_and_its_last_count_are_those_of_the_filter(
    lists: Lists, store: InMemoryFaultStore, query: str, wanted: dict[str, Any]
):
    expected = every(store, **wanted)

    pages = list(lists.walk(f"{query}&limit=7"))

    assert [number for page in pages for number in ids(page)] == expected
    assert {page["meta"]["total_count"] for page in pages} == {len(expected)}


def test_a_count_comes_from_the_statistics_where_it_is_too_high_to_be_counted(
    store: InMemoryFaultStore,
):
    assert Lists(store, known_count=1_000_000).get("limit=5")["meta"]["total_count"] == 1_000_000


@pytest.mark.parametrize("known_count", [0, 3, 200])
def test_statistics_that_are_behind_have_no_part_in_a_count(
    store: InMemoryFaultStore, known_count: int
):
    assert Lists(store, known_count=known_count).get("limit=5")["meta"]["total_count"] == 103


@pytest.mark.parametrize(("known_count", "said"), [(0, 51), (70, 70), (90, 90)])
def test_beyond_what_is_counted_it_is_at_least_so_many(
    store: InMemoryFaultStore, monkeypatch: pytest.MonkeyPatch, known_count: int, said: int
):
    monkeypatch.setattr(paging, "MAX_COUNTED", 50)
    lists = Lists(store, known_count=known_count)

    assert lists.get("limit=5")["meta"]["total_count"] == said
    walked = list(lists.walk("limit=5"))
    assert walked[-1]["meta"]["total_count"] == 103
    for page in walked[:-1]:
        assert page["meta"]["total_count"] > page["meta"]["offset"] + 5


def test_a_walk_is_counted_once(store: InMemoryFaultStore):
    counting = CountingStore(store)

    pages = list(Lists(counting).walk("limit=10"))

    assert (len(pages), counting.counts) == (11, 1)


def test_a_client_that_stops_at_the_count_has_found_everything(
    lists: Lists, store: InMemoryFaultStore
):
    found: list[int] = []
    total = 1
    while len(found) < total:
        page = lists.get(f"limit=7&offset={len(found)}")
        found += ids(page)
        total = page["meta"]["total_count"]

    assert found == every(store)


class TestASparseFilter:
    """The store reads so many faults for a page and no more: pages come short, with a next."""

    class Stingy(InMemoryFaultStore):
        budget = 3

        def page(self, customer_id, fault_filter, limit, after, *, backwards=False) -> Page:
            read = super().page(customer_id, FaultFilter(), self.budget, after, backwards=backwards)
            kept = tuple(fault for fault in read.faults if fault_filter.matches(fault))[:limit]
            return Page(kept, read.next)

    @pytest.fixture
    def lists(self, store: InMemoryFaultStore) -> Lists:
        stingy = self.Stingy(SteppingClock())
        for fault in store.page(CUSTOMER, FaultFilter(), 1000, None).faults:
            stingy.create(CUSTOMER, fault)
        return Lists(stingy)

    def test_is_walked_to_its_end_over_pages_that_may_be_short(
        self, lists: Lists, store: InMemoryFaultStore
    ):
        pages = list(lists.walk("server=3&limit=4"))

        assert [n for page in pages for n in ids(page)] == every(store, resource_id="3")
        assert any(len(page["outage_list"]) < 4 for page in pages[:-1])

    def test_never_claims_to_be_over_before_it_is(self, lists: Lists, store: InMemoryFaultStore):
        seen = 0
        for page in lists.walk("server=3&limit=4"):
            seen += len(page["outage_list"])
            assert (page["meta"]["total_count"] > seen) is (page["meta"]["next"] is not None)
            assert page["meta"]["total_count"] == len(every(store, resource_id="3"))

    def test_is_not_skipped_through_without_end(self, lists: Lists):
        with pytest.raises(InvalidRequest, match="not valid"):
            lists.get("server=3&offset=20&limit=1")


def test_next_keeps_the_parameters_and_leaves_the_key_to_the_client(lists: Lists):
    page = lists.get("api_key=fb_secret&limit=5&partner_customer_key=a%26b&severity=critical&x=")

    kept = dict(parse_qsl(query_of(page["meta"]["next"]), keep_blank_values=True))
    assert kept.pop("cursor")
    assert kept == {
        "limit": "5",
        "offset": "5",
        "partner_customer_key": "a&b",
        "severity": "critical",
    }


def test_a_position_holds_for_its_customer_and_its_filters_only(lists: Lists):
    cursor = dict(parse_qsl(query_of(lists.get("limit=5")["meta"]["next"])))["cursor"]

    assert len(lists.get(f"limit=9&cursor={cursor}")["outage_list"]) == 9
    for query in (
        f"cursor={cursor}&status=active",
        f"cursor={cursor}x",
        f"cursor=9{cursor}",
        "cursor=x",
        "before=x",
    ):
        with pytest.raises(InvalidCursor):
            lists.get(query)
    with pytest.raises(InvalidCursor):
        lists.get(f"cursor={cursor}", customer_id="cus_other")


def test_what_stands_throughout_is_seen_once_while_others_write(
    lists: Lists, store: InMemoryFaultStore
):
    known_count = every(store)
    found: list[int] = []
    for turn, page in enumerate(lists.walk("limit=10")):
        found += ids(page)
        newer = a_fault(number=1000 + turn, opened_at=NOW + timedelta(seconds=turn))
        store.create(CUSTOMER, newer)
        resolve(store, found[-1])

    assert found == known_count


def resolve(store: InMemoryFaultStore, number: int) -> None:
    fault: Fault = store.get(CUSTOMER, number)
    if fault.is_open:
        store.save(CUSTOMER, fault, fault.resolved(a_change(ChangeKind.RESOLVED)))


@pytest.mark.parametrize(
    ("query", "items", "links"),
    [
        ("", list("abcde"), (None, None)),
        ("limit=2", ["a", "b"], ("limit=2&offset=2", None)),
        ("limit=2&offset=2", ["c", "d"], ("limit=2&offset=4", "limit=2&offset=0")),
        ("limit=2&offset=4", ["e"], (None, "limit=2&offset=2")),
        ("limit=2&offset=1", ["b", "c"], ("limit=2&offset=3", "limit=2&offset=0")),
        ("limit=0", list("abcde"), (None, None)),
        ("offset=9", [], (None, "limit=50&offset=0")),
    ],
)
def test_a_list_that_is_all_at_hand_is_cut_by_offset(
    query: str, items: list[str], links: tuple[str | None, str | None]
):
    request = a_request("GET", "/v2/user", query=query)
    wire = ListQuery.model_validate(dict(request.query))

    shown, meta = paging.cut("abcde", wire, request, ORIGIN)

    assert shown == items
    ahead, back = (link and f"{ORIGIN}/v2/user?{link}" for link in links)
    assert (meta["next"], meta["previous"]) == (ahead, back)
    assert meta["total_count"] == 5
