"""GET /fault/hierarchy over the real store: the counts are those of the list, for everyone."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from tests.support.builders import CUSTOMER, NOW, a_fault
from tests.support.engines import Engine, Tables
from tests.support.native_api import OTHER_CUSTOMER, NativeApi


def answers(api: NativeApi, path: str = "", customer: str = CUSTOMER) -> Iterator[dict[str, Any]]:
    cursor = ""
    while True:
        asked = [f"path={quote(path)}" if path else "", cursor and f"cursor={cursor}"]
        query = "&".join(part for part in asked if part)
        answer = api("GET", "/fault/hierarchy", query=query, customer=customer)
        assert answer.status == 200, answer.text
        yield answer.json
        cursor = answer.json["meta"]["cursor"]
        assert answer.json["meta"]["has_more"] is bool(cursor)
        if not cursor:
            return


def counts(api: NativeApi, path: str = "", customer: str = CUSTOMER) -> Counter[str]:
    """By path, of the node itself too."""
    total: Counter[str] = Counter()
    for answer in answers(api, path, customer):
        total[path] += answer["meta"]["here"]["total"]
        total.update({item["path"]: item["open"]["total"] for item in answer["data"]})
    return +total


def crowd(count: int) -> list[Any]:
    paths = ["site_1", "site_1|rack_1", "site_1|rack_1|edge-1", "site_10|rack_1", "site_2"]
    return [
        a_fault(number=n + 1, path=paths[n % 5], opened_at=NOW - timedelta(seconds=n % 600))
        for n in range(count)
    ]


def test_every_node_counts_what_the_list_below_it_has(
    api: NativeApi, dynoxide: Engine, tables: Tables
):
    dynoxide.fill(tables.faults, crowd(50))

    assert counts(api) == {"site_1": 30, "site_10": 10, "site_2": 10}
    assert counts(api, "site_1") == {"site_1": 10, "site_1|rack_1": 20}
    assert counts(api, "site_1|rack_1") == {"site_1|rack_1": 10, "site_1|rack_1|edge-1": 10}
    for path, open_there in counts(api).items():
        query = f"status=unresolved&path={path}&limit=100"
        assert sum(len(page) for page in api.walk(query)) == open_there


def test_more_than_one_answer_holds_add_up(api: NativeApi, dynoxide: Engine, tables: Tables):
    dynoxide.fill(tables.faults, crowd(2345))

    assert counts(api) == {"site_1": 1407, "site_10": 469, "site_2": 469}
    assert counts(api, "site_1|rack_1") == {
        "site_1|rack_1": 469,
        "site_1|rack_1|edge-1": 469,
    }
    assert len([*answers(api)]) == 3


def test_a_resolved_fault_is_gone_from_the_hierarchy(api: NativeApi):
    fault = api.create(resource_ancestry_path="site_1|rack_1")
    assert counts(api) == {"site_1": 1}

    api("POST", f"/fault/{fault['id']}/resolve", {})

    assert counts(api) == {}


def test_a_fault_whose_path_is_corrected_is_where_it_says_in_every_list(api: NativeApi):
    def found(query: str) -> list[str]:
        return [item["id"] for item in api("GET", "/fault", query=query).json["data"]]

    still_open = api.create(resource_ancestry_path="site_1|rack_1|edge")["id"]
    over = api.create(resource_ancestry_path="site_1|rack_1|edge")["id"]
    api("POST", f"/fault/{over}/resolve", {})
    for fault_id in (still_open, over):
        moved = api("PATCH", f"/fault/{fault_id}", {"resource_ancestry_path": " site_2 ||edge"})
        assert moved.json["resource_ancestry_path"] == "site_2|edge"

    assert counts(api) == {"site_2": 1}
    assert found("site=site_1") == []
    assert found("site=site_2&status=unresolved") == [still_open]
    assert found("path=site_2%7Cedge&status=resolved") == [over]
    assert found("status=unresolved") == [still_open]
    assert set(found("")) == {still_open, over}


def test_nobody_counts_the_faults_of_another(api: NativeApi):
    api.create(customer=OTHER_CUSTOMER, resource_ancestry_path="site_1|rack_1")

    assert counts(api) == {}
    assert counts(api, "site_1") == {}
    assert counts(api, customer=OTHER_CUSTOMER) == {"site_1": 1}


def test_a_cursor_is_for_one_node_of_one_customer(api: NativeApi, dynoxide: Engine, tables: Tables):
    dynoxide.fill(tables.faults, crowd(1001))
    cursor = next(answers(api))["meta"]["cursor"]

    for query, customer in (
        (f"cursor={cursor}&path=site_1", CUSTOMER),
        (f"cursor={cursor}", OTHER_CUSTOMER),
    ):
        answer = api("GET", "/fault/hierarchy", query=query, customer=customer)
        assert answer.status == 400


def test_the_tag_of_a_list_changes_with_what_is_in_it(api: NativeApi):
    fault = api.create(resource_ancestry_path="site_1|rack_1")
    for path in ("/fault", "/fault/hierarchy"):
        tag = api("GET", path).headers["etag"]
        assert api("GET", path, headers={"if-none-match": tag}).status == 304

    tag = api("GET", "/fault").headers["etag"]
    api("POST", f"/fault/{fault['id']}/comment", {"comment": "Seen."})

    assert api("GET", "/fault", headers={"if-none-match": tag}).status == 200
