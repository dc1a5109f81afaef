import { expect, test } from "vitest";
import { narrowed } from "./narrowed";
import type { Fault } from "./types";

const FAULT = {
  status: "unresolved",
  severity: "HIGH",
  type: "link-down",
  resource_id: "edge-7",
  resource_ancestry_path: "site_1|rack_3|edge-7",
  message: "Uplink is down",
  cause: "No carrier",
  acknowledged_at: null,
  snoozed_until: null,
  assignee: "ada",
  resolved_at: null,
  created_at: "2026-11-27T03:00:00.000000Z",
} as Fault;

test.each([
  ["", true],
  ["limit=50&status=unresolved&severity=HIGH&type=link-down", true],
  ["severity=LOW", false],
  ["severity=CRITICAL&severity=HIGH", true],
  ["status=resolved", false],
  ["status=recent", false],
  ["acknowledged=false", true],
  ["acknowledged=true", false],
  ["snoozed=false", true],
  ["snoozed=true", false],
  ["assignee=ada", true],
  ["assignee=ben", false],
  ["site=site_1", true],
  ["site=site_10", false],
  ["path=site_1|rack_3", true],
  ["path=site_1|rack", false],
  ["resource_id=edge-7", true],
  ["q=CARRIER", true],
  ["q=fire", false],
  ["from=2026-11-27T03:00:00Z", true],
  ["from=2026-11-27T03:00:01Z", false],
  ["to=2026-11-27T03:00:00Z", false],
  ["resolved_from=2026-11-27T03:00:00Z", false],
  ["resolved_to=2026-11-28T03:00:00Z", false],
])("a fault is among those that are asked for by %s: %s", (query, isAmong) => {
  const { data, meta } = narrowed([FAULT], new URLSearchParams(query));
  expect(data).toEqual(isAmong ? [FAULT] : []);
  expect(meta).toEqual({ count: data.length, cursor: null, has_more: false, complete: true });
});
