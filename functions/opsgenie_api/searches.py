"""What a query finds: as much of it as the store can answer, and the rest among those faults."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from faultbook import wiring
from faultbook.domain.errors import FaultNotFound
from faultbook.domain.fault import Fault
from faultbook.domain.listing import MAX_PAGE, FaultFilter
from faultbook.domain.query_language import NotAQuery, Query, Term, demanded, holds, parse, terms_of
from functions.opsgenie_api import search_fields, translate
from functions.opsgenie_api.api import number_of_alias
from functions.opsgenie_api.errors import invalid
from functions.opsgenie_api.schemas import MAX_FOUND, ListAlerts

_MOST_READS = 20  # pages; of a query that the store cannot answer by itself
MOST_COUNTED = 5000


@dataclass(frozen=True, slots=True)
class Search:
    """`alias` is the only one that it searches; `is_whole`: `fault_filter` is all of it."""

    query: Query
    fault_filter: FaultFilter
    alias: str = ""
    is_whole: bool = True


def read(text: str) -> Search:
    """Raises InvalidRequest."""
    try:
        query = parse(text)
        for term in terms_of(query):
            search_fields.check(term)
    except NotAQuery as error:
        raise invalid("query", str(error)) from error
    terms = demanded(query)
    fault_filter = search_fields.filter_of(terms)
    aliases = [term.value for term in terms if term.field.lower() == "alias"]
    alias = next((name for name in aliases if "*" not in name), "")
    fields = {term.field.lower() for term in terms}
    is_simple = [*terms_of(query)] == terms and len(fields) == len(terms)
    is_whole = is_simple and all(map(search_fields.is_filtered, terms))
    return Search(query, fault_filter, alias, is_whole)


def found(customer_id: str, search: Search, query: ListAlerts, most: int) -> Iterable[Fault]:
    """In the order of the query, of up to MAX_FOUND; newest first, only as many as needed."""
    is_newest_first = (query.sort, query.order) == ("createdAt", "desc")
    faults = _matching(customer_id, search)
    if is_newest_first:
        return islice(faults, most)
    some = list(islice(faults, MAX_FOUND))
    key = search_fields.sort_key(query.sort)
    return sorted(some, key=key, reverse=query.order == "desc")[:most]


def count(customer_id: str, search: Search) -> int:
    if search.is_whole:
        counted = wiring.faults().count(customer_id, search.fault_filter, MOST_COUNTED)
        return min(counted.number, MOST_COUNTED)
    return sum(1 for _ in islice(_matching(customer_id, search), MOST_COUNTED))


def _matching(customer_id: str, search: Search) -> Iterator[Fault]:
    for fault in _candidates(customer_id, search):
        if search.fault_filter.matches(fault) and holds(search.query, _Candidate(fault).answer):
            yield fault


def _candidates(customer_id: str, search: Search) -> Iterator[Fault]:
    if not search.alias:
        pages = wiring.faults().pages(
            customer_id, search.fault_filter, size=MAX_PAGE, most_reads=_MOST_READS
        )
        for page in pages:
            yield from page.faults
        return
    number = number_of_alias(customer_id, search.alias)
    try:
        fault = None if number is None else wiring.faults().get(customer_id, number)
    except FaultNotFound:
        return
    if fault and fault.is_open and translate.alias_of(fault) == search.alias:
        yield fault


class _Candidate:
    """A fault, with its detail once a query asks for it."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self._detail: Mapping[str, Any] | None = None

    def answer(self, term: Term) -> bool:
        return search_fields.answer(term, self.fault, self.detail)

    def detail(self) -> Mapping[str, Any]:
        if self._detail is None:
            self._detail = wiring.faults().detail(self.fault)
        return self._detail
