import { expect, test } from "vitest";
import type { Place } from "../api/types";
import { added, worstOf } from "./level";

function place(name: string, low: number, high = 0): Place {
  const by_severity = { CRITICAL: 0, HIGH: high, MEDIUM: 0, WARNING: 0, LOW: low };
  return { name, path: name, open: { total: low + high, by_severity }, has_children: false };
}

test("answers for the same node add up, and names are in natural order", () => {
  const nodes = added([place("site_10", 1), place("site_2", 2)], [place("site_2", 1, 4)]);
  expect(nodes.map((node) => [node.name, node.open.total])).toEqual([
    ["site_2", 7],
    ["site_10", 1],
  ]);
});

test("the gravest severity that is there is a node's worst", () => {
  expect(worstOf(place("a", 3, 1))).toBe("HIGH");
  expect(worstOf(place("a", 3))).toBe("LOW");
});
