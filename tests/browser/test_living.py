"""The first fault, links for guests, the administrator's page, alarms."""

import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.support.console import Operator, sign_in

# The page's own notifications and tones, written down instead of shown and played.
RECORDED = """() => {
  window.told = [];
  window.Notification = class {
    static requestPermission() { return Promise.resolve("granted"); }
    constructor(title, { body }) { window.told.push(`${title}: ${body}`); }
    close() {}
  };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (at) {
    window.told.push("tone");
    return start.call(this, at);
  };
}"""


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Faults").get_by_role("listitem")


def made_link(page: Page) -> str:
    page.get_by_role("button", name="Share").click()
    page.get_by_role("dialog").get_by_role("button", name="Make a link").click()
    return page.get_by_role("dialog").get_by_label("The link").input_value()


def test_an_empty_installation_says_how_to_send_the_first_fault_and_takes_it(
    open_page: Callable[..., Page], operator: Operator
):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    sign_in(page, operator)
    expect(page.get_by_role("heading", name="Nothing was reported yet")).to_be_visible()
    page.get_by_role("button", name="Copy", exact=True).click()
    command = page.evaluate("navigator.clipboard.readText()")
    body = re.search(r"-d '(.*)'$", command)
    assert body
    assert command.startswith(f"curl -s '{operator.stack.url}/fault'")
    assert operator.token not in command

    answer = operator.http.post("/fault", json=json.loads(body[1]))

    assert answer.status_code == 201
    expect(rows(page)).to_contain_text("Uplink is down")
    operator.change(answer.json(), "resolve")
    expect(page.get_by_role("heading", name="No open faults")).to_be_visible()


def test_a_link_opens_the_console_on_its_view_and_reads_only(
    open_page: Callable[..., Page], operator: Operator
):
    critical, low = operator.report(), operator.report(severity="LOW")
    page = open_page()
    sign_in(page, operator, "/?severity=critical")
    link = made_link(page)
    guest = open_page()

    guest.goto(link)

    expect(rows(guest)).to_have_count(1)
    expect(rows(guest)).to_contain_text(critical["message"])
    expect(guest).to_have_url(re.compile(r"/\?severity=critical$"))
    assert guest.get_by_role("checkbox").count() == 0
    rows(guest).get_by_role("link").click()
    panel = guest.get_by_role("complementary", name="Fault")
    expect(panel.get_by_text("This link reads only")).to_be_visible()
    for name in ("Acknowledge", "Comment", "Share", "Report a fault"):
        expect(guest.get_by_role("button", name=name, exact=True)).to_have_count(0)
    guest.get_by_role("link", name=re.compile("^Open")).click()
    expect(rows(guest)).to_have_count(2)
    severities = guest.get_by_role("group", name="Severity")
    expect(severities.get_by_role("button", name=re.compile("^Low"))).to_have_text("Low1")
    guest.reload()
    expect(rows(guest)).to_have_count(2)
    operator.change(low, "resolve")
    expect(rows(guest)).to_have_count(1)


def test_a_link_that_was_revoked_says_so(open_page: Callable[..., Page], operator: Operator):
    operator.report()
    page = open_page()
    sign_in(page, operator)
    link = made_link(page)
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(page.get_by_role("dialog").get_by_label("The link")).to_have_count(0)
    guest = open_page()

    guest.goto(link)

    expect(guest.get_by_text("The link has expired or was revoked")).to_be_visible()
    assert guest.evaluate("JSON.stringify(sessionStorage)") == "{}"


def test_an_administrator_makes_rotates_and_revokes_an_api_key(page: Page, operator: Operator):
    sign_in(page, operator)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="Administration").click()
    keys = page.get_by_role("region", name="API keys")

    keys.get_by_label("Name of the key").fill("Zabbix of Berlin")
    keys.get_by_label("What it may").select_option("reads only")
    keys.get_by_label("Addresses").fill("192.0.2.0/24 198.51.100.7/32")
    keys.get_by_label("Where its faults are").fill("berlin / rack_3")
    keys.get_by_role("button", name="Make a key").click()
    expect(keys).to_contain_text("faults below")
    expect(keys).to_contain_text("berlin / rack_3")
    shown = keys.get_by_label("The key Zabbix of Berlin")
    first = shown.input_value()
    keys.get_by_role("button", name="Rotate").click()
    expect(shown).not_to_have_value(first)
    second = shown.input_value()
    expect(keys).to_contain_text("the secret before works until")
    keys.get_by_role("button", name="Done").click()
    expect(shown).to_have_count(0)
    keys.get_by_role("button", name="Revoke").click()

    expect(keys.get_by_role("listitem")).to_contain_text("revoked")
    expect(keys.get_by_role("button", name="Revoke")).to_have_count(0)
    [key] = operator.http.get("/api-keys").json()["data"]
    assert key["scopes"] == ["faults:read"]
    assert key["cidrs"] == ["192.0.2.0/24", "198.51.100.7/32"]
    assert first
    assert second


def test_what_is_refused_of_a_key_is_said_and_stays(page: Page, operator: Operator):
    sign_in(page, operator, "/?view=administration")
    keys = page.get_by_role("region", name="API keys")
    keys.get_by_label("Name of the key").fill("Zabbix")
    keys.get_by_label("Addresses").fill("192.0.2.9/24")

    keys.get_by_role("button", name="Make a key").click()

    expect(keys.get_by_role("alert")).to_contain_text("without host bits")
    expect(keys.get_by_label("Name of the key")).to_have_value("Zabbix")


def test_an_administrator_changes_settings_and_revokes_links(page: Page, operator: Operator):
    operator.http.post("/fault/token", json={})
    sign_in(page, operator, "/?view=administration")
    settings = page.get_by_role("region", name="Settings")

    settings.get_by_label("FortiMonitor servers").fill("edge-7\nedge-8\n")
    settings.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The settings are saved")).to_be_visible()
    links = page.get_by_role("region", name="Links")
    links.get_by_role("button", name="Revoke").click()
    expect(links.get_by_text("No link works at the moment")).to_be_visible()

    assert operator.http.get("/settings").json()["servers"] == ["edge-7", "edge-8"]
    assert operator.http.get("/fault/token").json()["data"] == []


def test_whoever_is_no_administrator_finds_no_such_page(page: Page, operator: Operator):
    operator.token = operator.stack.mint(operator.customer, ["faults:read", "faults:write"])

    sign_in(page, operator)

    expect(page.get_by_role("link", name="Statistics")).to_be_visible()
    expect(page.get_by_role("link", name="Administration")).to_have_count(0)


def test_what_becomes_critical_is_told_to_who_asked_for_it(page: Page, operator: Operator):
    page.add_init_script(f"({RECORDED})()")
    operator.report(message="Old news")
    sign_in(page, operator)
    page.get_by_role("button", name="Display").click()
    page.get_by_label("Notify").check()
    with page.expect_response(re.compile(r"severity=CRITICAL.*limit=20")):
        page.get_by_label("Sound").check()
    page.keyboard.press("Escape")
    page.evaluate("told.length = 0")

    operator.report(message="Not so bad", severity="HIGH")
    operator.report(message="Core is down")

    expect(rows(page)).to_have_count(3)
    with page.expect_response(re.compile(r"severity=CRITICAL.*limit=20")):
        operator.report(message="Not so bad either", severity="LOW")  # nothing is told twice
    expect(rows(page)).to_have_count(4)
    assert page.evaluate("told") == ["Core is down: Critical at edge-7", "tone", "tone"]


def test_nobody_is_told_who_has_not_asked(page: Page, operator: Operator):
    page.add_init_script(f"({RECORDED})()")
    sign_in(page, operator)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    operator.report(message="Core is down")

    expect(rows(page)).to_have_count(1)
    operator.report(message="Core is still down")
    expect(rows(page)).to_have_count(2)
    assert page.evaluate("told") == []
    assert not [url for url in asked if "limit=20" in url]


def test_while_nothing_happens_one_cheap_question_is_all_that_is_asked(
    page: Page, operator: Operator
):
    operator.report()
    operator.stack.drain()
    page.clock.install()
    sign_in(page, operator)
    expect(rows(page)).to_have_count(1)
    asked: list[tuple[str, int]] = []

    def pass_time(seconds: int) -> None:
        for _ in range(seconds):
            page.clock.run_for(1_000)
            page.wait_for_timeout(40)  # for an answer, on which the next question waits

    pass_time(12)
    page.on("response", lambda answer: asked.append((urlsplit(answer.url).path, answer.status)))
    pass_time(30)

    assert set(asked) == {("/events", 304)}
    assert 5 <= len(asked) <= 8


def test_what_happens_elsewhere_is_seen_by_the_question_and_then_read(
    page: Page, operator: Operator
):
    operator.report_many(120)
    sign_in(page, operator)
    while rows(page).count() < 120:
        page.locator(".list").evaluate("(list) => list.scrollTo(0, list.scrollHeight)")
        page.wait_for_timeout(50)
    oldest = rows(page).last

    operator.change({"id": oldest.get_attribute("data-id")}, "acknowledge")

    expect(oldest).to_have_attribute("data-seen", "true")
