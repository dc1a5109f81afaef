import { expect, test } from "vitest";
import { childrenOf, isWithin, type Sighting } from "./sample";

const SEEN: Sighting[] = [
  { path: "site_1|rack_1|a", severity: "LOW" },
  { path: "site_1|rack_2|b", severity: "CRITICAL" },
  { path: "site_10|rack_1|c", severity: "HIGH" },
  { path: "site_2", severity: "WARNING" },
];

test("the root's children are sites with counts and their worst severity, in natural order", () => {
  expect(childrenOf("", SEEN)).toEqual([
    { path: "site_1", name: "site_1", count: 2, worst: "CRITICAL", hasChildren: true },
    { path: "site_2", name: "site_2", count: 1, worst: "WARNING", hasChildren: false },
    { path: "site_10", name: "site_10", count: 1, worst: "HIGH", hasChildren: true },
  ]);
});

test("only whole segments are within", () => {
  expect(childrenOf("site_1", SEEN).map((node) => node.path)).toEqual([
    "site_1|rack_1",
    "site_1|rack_2",
  ]);
  expect(isWithin("site_10|x", "site_1")).toBe(false);
});

test("a fault on the node itself is no child of it", () => {
  expect(childrenOf("site_2", SEEN)).toEqual([]);
});
