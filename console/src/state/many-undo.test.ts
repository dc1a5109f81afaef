import { expect, test } from "vitest";
import type { ActedOn } from "../api/actions";
import { undoing } from "./many-undo";

function changed(id: string, had: string | null = null): ActedOn {
  return { id, changed: true, assignee_before: had, error: null };
}

test("whoever had a fault before it was taken has it again", () => {
  const those = [changed("a", "ann"), changed("b"), changed("c", "ann"), changed("d", "bob")];
  expect(undoing("assign", those)).toEqual([
    { action: "assign", assignee: "ann", ids: ["a", "c"] },
    { action: "unassign", ids: ["b"] },
    { action: "assign", assignee: "bob", ids: ["d"] },
  ]);
});

test("a request takes back a thousand at the most", () => {
  const those = Array.from({ length: 1001 }, (_, place) => changed(String(place)));
  expect(undoing("snooze", those).map(({ action, ids }) => [action, ids?.length])).toEqual([
    ["unsnooze", 1000],
    ["unsnooze", 1],
  ]);
});

test("an end of snoozes is not undone", () => {
  expect(undoing("unsnooze", [changed("a")])).toEqual([]);
});
