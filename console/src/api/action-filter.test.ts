import { expect, test } from "vitest";
import { actionFilterOf } from "./action-filter";

test("the filters of a list are said as an action takes them", () => {
  const query = new URLSearchParams(
    "status=unresolved&severity=CRITICAL&severity=HIGH&acknowledged=false&site=site_1&order=oldest",
  );
  expect(actionFilterOf(query)).toEqual({
    status: ["unresolved"],
    severity: ["CRITICAL", "HIGH"],
    acknowledged: false,
    site: "site_1",
  });
});
