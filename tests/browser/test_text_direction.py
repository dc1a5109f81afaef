"""Names and messages that run from right to left, or pretend to."""

from playwright.sync_api import Page, expect

from tests.support.console import Operator, sign_in

# Elements that hold such a text and would let it turn what stands beside it.
NOT_ISOLATED = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.includes("enil") || element.matches("option")) continue;
    const isolation = (one) => getComputedStyle(one).unicodeBidi;
    const around = [element, element.parentElement];
    if (!around.some((one) => /isolate|plaintext/.test(isolation(one)))) {
      found.push(element.outerHTML);
    }
  }
  return found;
}"""


def test_text_in_another_direction_turns_nothing_around_it(page: Page, operator: Operator):
    turned = "\u202eenil no tlucaf"
    fault = operator.report(
        message=turned,
        cause=turned,
        type=turned,
        resource_id=turned,
        microservice_id=turned,
        resource_ancestry_path=f"{turned}|{turned}",
        deduplication_key=turned,
        metadata={"key": turned},
    )
    operator.http.post(f"/fault/{fault['id']}/comment", json={"comment": turned})
    sign_in(page, operator, f"/?fault={fault['id']}")
    expect(page.get_by_role("region", name="What happened").get_by_text("enil")).to_be_visible()

    assert page.evaluate(NOT_ISOLATED) == []
