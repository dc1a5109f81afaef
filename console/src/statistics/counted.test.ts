import { expect, test } from "vitest";
import type { Fault } from "../api/types";
import { onlyOf, statisticsOf } from "./counted";

const PARTS = [
  { from: new Date("2026-11-27T00:00:00Z"), to: new Date("2026-11-27T02:00:00Z"), count: 2 },
];

const NONE = { CRITICAL: 0, HIGH: 0, MEDIUM: 0, WARNING: 0, LOW: 0 };
const OPEN = { total: 1, by_severity: { ...NONE, LOW: 1 }, by_type: {} };

let made = 0;

function aFault(created: string, said: Partial<Fault> = {}): Fault {
  return {
    id: `flt_${(made += 1)}`,
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
  const mended = aFault("2026-11-27T00:10:00Z", { resolved_at: "2026-11-27T01:10:00Z" });
  const late = aFault("2026-11-27T01:59:59Z", { resolved_at: "2026-11-27T02:00:00Z" });
  const old = aFault("2026-11-20T00:00:00Z", { resolved_at: "2026-11-27T00:10:00Z" });
  const { buckets, totals, current, mttr } = statisticsOf(
    {
      opened: [mended, aFault("2026-11-27T00:20:00Z", { severity: "LOW" }), late],
      resolved: [mended, old],
    },
    OPEN,
    PARTS,
  );
  expect(buckets.map((bucket) => bucket.opened.total)).toEqual([2, 1]);
  expect(buckets.map((bucket) => bucket.resolved.total)).toEqual([1, 1]);
  expect(buckets[0]?.opened.by_severity).toMatchObject({ HIGH: 1, LOW: 1, CRITICAL: 0 });
  expect(totals.opened.by_type).toEqual({ "link-down": 3 });
  expect(mttr.count).toBe(2);
  expect(current.open).toBe(OPEN);
});

test("times to acknowledge and to resolve run from the opening", () => {
  const { mtta, mttr } = statisticsOf(
    {
      opened: [
        aFault("2026-11-27T00:00:00Z", { acknowledged_at: "2026-11-27T00:01:00Z" }),
        aFault("2026-11-27T00:00:00Z", { acknowledged_at: "2026-11-27T00:03:00Z" }),
      ],
      resolved: [],
    },
    OPEN,
    PARTS,
  );
  expect(mtta).toEqual({ count: 2, mean: 120, p50: 60, p90: 180 });
  expect(mttr).toEqual({ count: 0, mean: null, p50: null, p90: null });
});

test("devices are ranked by their faults", () => {
  const opened = ["a", "b", "b"].map((name) =>
    aFault("2026-11-27T00:00:00Z", { resource_id: name }),
  );
  expect(statisticsOf({ opened, resolved: [] }, OPEN, PARTS).top_resources).toEqual([
    { resource_id: "b", count: 2 },
    { resource_id: "a", count: 1 },
  ]);
});

test("counters of some severities leave the others out", () => {
  const counts = { total: 6, by_severity: { ...NONE, HIGH: 4, LOW: 2 }, by_type: { a: 6 } };
  expect(onlyOf(["LOW", "CRITICAL"], counts)).toEqual({
    total: 2,
    by_severity: { ...NONE, LOW: 2 },
    by_type: {},
  });
});
