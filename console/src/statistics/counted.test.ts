import { expect, test } from "vitest";
import type { Fault } from "../api/types";
import { statisticsOf } from "./counted";

const PARTS = [
  { from: new Date("2026-11-27T00:00:00Z"), to: new Date("2026-11-27T02:00:00Z"), count: 2 },
];

function aFault(created: string, said: Partial<Fault> = {}): Fault {
  return {
    created_at: created,
    severity: "HIGH",
    type: "link-down",
    resource_id: "edge-7",
    status: "unresolved",
    acknowledged_at: null,
    resolved_at: null,
    ...said,
  } as Fault;
}

test("what happened is counted where it happened, by severity", () => {
  const { buckets, totals, current } = statisticsOf(
    [
      aFault("2026-11-27T00:10:00Z", { status: "resolved", resolved_at: "2026-11-27T01:10:00Z" }),
      aFault("2026-11-27T00:20:00Z", { severity: "LOW" }),
      aFault("2026-11-27T01:59:59Z", { resolved_at: "2026-11-27T02:00:00Z", status: "resolved" }),
    ],
    PARTS,
  );
  expect(buckets.map((bucket) => bucket.opened.total)).toEqual([2, 1]);
  expect(buckets.map((bucket) => bucket.resolved.total)).toEqual([0, 1]);
  expect(buckets[0]?.opened.by_severity).toMatchObject({ HIGH: 1, LOW: 1, CRITICAL: 0 });
  expect(totals.opened.by_type).toEqual({ "link-down": 3 });
  expect(current.open.total).toBe(1);
});

test("times to acknowledge and to resolve run from the opening", () => {
  const { mtta, mttr } = statisticsOf(
    [
      aFault("2026-11-27T00:00:00Z", { acknowledged_at: "2026-11-27T00:01:00Z" }),
      aFault("2026-11-27T00:00:00Z", { acknowledged_at: "2026-11-27T00:03:00Z" }),
    ],
    PARTS,
  );
  expect(mtta).toEqual({ count: 2, mean: 120, p50: 60, p90: 180 });
  expect(mttr).toEqual({ count: 0, mean: null, p50: null, p90: null });
});

test("devices are ranked by their faults", () => {
  const faults = ["a", "b", "b"].map((name) =>
    aFault("2026-11-27T00:00:00Z", { resource_id: name }),
  );
  expect(statisticsOf(faults, PARTS).top_resources).toEqual([
    { resource_id: "b", count: 2 },
    { resource_id: "a", count: 1 },
  ]);
});
