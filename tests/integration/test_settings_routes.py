"""Settings as an administrator changes them, and what they then do."""

from datetime import timedelta

from faultbook.domain.stripes import LEAD
from tests.support.builders import CUSTOMER
from tests.support.engines import Engine, Tables
from tests.support.http_events import Response
from tests.support.native_api import ADMIN, OTHER_CUSTOMER, READ, WRITE, NativeApi

EVERY_SCOPE = (READ, WRITE, ADMIN)


def change(api: NativeApi, **settings: object) -> Response:
    return api("PATCH", "/settings", settings, scopes=EVERY_SCOPE)


def read(api: NativeApi, customer: str = CUSTOMER) -> dict[str, object]:
    answer = api("GET", "/settings", customer=customer, scopes=EVERY_SCOPE)
    assert answer.status == 200, answer.text
    settings: dict[str, object] = answer.json
    return settings


def partitions(engine: Engine, index_key: str) -> set[str]:
    items = engine.client.scan(TableName=engine.tables.faults)["Items"]
    return {item[index_key]["S"] for item in items if index_key in item}


def test_more_stripes_take_faults_without_anything_being_moved(
    api: NativeApi, dynoxide: Engine, tables: Tables
):
    assert tables
    old = [api.create()["id"] for _ in range(5)]
    before = partitions(dynoxide, "time_pk")

    assert change(api, stripes=4).json["stripes"]["read"] == 4
    early = [api.create()["id"] for _ in range(5)]
    assert partitions(dynoxide, "time_pk") == before
    api.clock.at += LEAD
    new = [api.create()["id"] for _ in range(20)]

    assert len(partitions(dynoxide, "time_pk")) == 4
    api.clock.at += timedelta(seconds=1)
    for fault_id in (old[0], new[0]):
        assert api("POST", f"/fault/{fault_id}/resolve").status == 200
        assert api.get(fault_id)["status"] == "resolved"
    found = [fault["id"] for page in api.walk("limit=7") for fault in page]
    assert sorted(found) == sorted([*old, *early, *new])
    open_ones = [fault["id"] for page in api.walk("limit=7&status=unresolved") for fault in page]
    assert set(open_ones) == {*old, *early, *new} - {old[0], new[0]}


def test_a_cursor_from_before_goes_on_behind_the_change(api: NativeApi, tables: Tables):
    assert tables
    ids = []
    for _ in range(30):
        ids.append(api.create()["id"])
        api.clock.at += timedelta(seconds=1)
    first = api("GET", "/fault", query="limit=10").json
    change(api, stripes=8)
    api.clock.at += LEAD
    later = [api.create()["id"] for _ in range(10)]

    cursor = first["meta"]["cursor"]
    rest = api("GET", "/fault", query=f"limit=100&cursor={cursor}").json["data"]

    assert [fault["id"] for fault in [*first["data"], *rest]] == ids[::-1]
    assert not {fault["id"] for fault in rest} & set(later)


def test_settings_are_the_customers_own(api: NativeApi, tables: Tables):
    assert tables
    change(api, stripes=4, servers=["web-1"])

    assert read(api, OTHER_CUSTOMER) == {
        "servers": None,
        "severity_words": {},
        "alert_path_labels": None,
        "outage_links_revoked_at": None,
        "stripes": {"chosen": 1, "since": None, "read": 1},
    }
    assert read(api)["servers"] == ["web-1"]


def test_what_is_not_named_stays(api: NativeApi, tables: Tables):
    assert tables
    change(api, stripes=4, servers=["web-1"])

    before = read(api)
    assert change(api).json == before
    assert change(api, stripes=4).json == before
    assert change(api, servers=None).json == before | {"servers": None}


def test_a_setting_that_cannot_be_changes_nothing(api: NativeApi, tables: Tables):
    assert tables
    before = read(api)

    wrong: list[dict[str, object]] = [
        {"stripes": 0},
        {"stripes": 33},
        {"stripes": None},
        {"stripes": "4"},
        {"stripes": 2.0},
        {"servers": []},
        {"servers": ["a|b"]},
        {"servers": ["web-1", "web-1"]},
        {"servers": "web-1"},
        {"stripes": 4, "servers": [""]},
        {"colour": "red"},
    ]
    assert [change(api, **settings).status for settings in wrong] == [400] * len(wrong)
    assert read(api) == before


def test_only_an_administrator_reads_or_changes_settings(api: NativeApi, tables: Tables):
    assert tables
    for method, body in (("GET", None), ("PATCH", {"stripes": 4})):
        assert api(method, "/settings", body).status == 403
        assert api(method, "/settings", body, token="").status == 401
