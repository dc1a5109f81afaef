import { expect, test } from "vitest";
import type { Fault } from "../api/types";
import { merged, positionAt, upToDate } from "./merge";

const at = (minute: number) => `2026-11-23T10:${String(minute).padStart(2, "0")}:00.000000Z`;

function fault(id: string, minute: number, more: Partial<Fault> = {}): Fault {
  return {
    id,
    created_at: at(minute),
    version: 1,
    occurrences: 1,
    comment_count: 0,
    ...more,
  } as Fault;
}

const ids = (faults: Fault[]) => faults.map((one) => one.id).join("");

test("a new fault goes on top and the pages behind stay", () => {
  const held = [fault("c", 3), fault("b", 2), fault("a", 1)];
  const top = { faults: [fault("d", 4), fault("c", 3)], after: null, until: at(3) };
  expect(ids(merged(held, top, "opened"))).toBe("dcba");
});

test("a fault that its own page no longer has is gone", () => {
  const held = [fault("c", 3), fault("b", 2), fault("a", 1)];
  const top = { faults: [fault("c", 3), fault("a", 1)], after: null, until: at(1) };
  expect(ids(merged(held, top, "opened"))).toBe("ca");
});

test("an empty last page empties what lay behind its start", () => {
  const held = [fault("c", 3), fault("b", 2)];
  expect(ids(merged(held, { faults: [], after: at(3), until: "" }, "opened"))).toBe("c");
});

test("an empty page that is not the last one covers nothing older than where it ended", () => {
  const held = [fault("c", 3), fault("b", 2)];
  const part = { faults: [], after: null, until: at(4) };
  expect(ids(merged(held, part, "opened"))).toBe("cb");
});

test("an unchanged fault stays the same object and an older answer does not win", () => {
  const [same, newer] = [fault("b", 2), fault("a", 1, { version: 3 })];
  const part = { faults: [fault("b", 2), fault("a", 1)], after: null, until: "" };
  const [first, second] = merged([same, newer], part, "opened");
  expect(first).toBe(same);
  expect(second).toBe(newer);
});

test("resolved faults are ordered by when they were resolved", () => {
  const early = fault("a", 9, { resolved_at: "2026-11-23T11:00:00.000000Z" });
  const late = fault("b", 1, { resolved_at: "2026-11-23T12:00:00.000000Z" });
  expect(
    ids(
      merged([early], { faults: [late], after: null, until: late.resolved_at ?? "" }, "resolved"),
    ),
  ).toBe("ba");
});

test("an answer from before our own change neither undoes it nor takes the fault away", () => {
  const acknowledged = fault("b", 2, { version: 2 });
  const made = new Map([
    ["b", 2],
    ["a", 2],
  ]);
  const told = upToDate([fault("c", 3), fault("b", 2), fault("a", 1)], [acknowledged], made);
  expect(told.map((one) => [one.id, one.version])).toEqual([
    ["c", 1],
    ["b", 2],
  ]);
});

test("the gravest stand first, and the newest of each severity", () => {
  const held = [
    fault("b", 1, { severity: "CRITICAL" }),
    fault("c", 3, { severity: "LOW" }),
    fault("d", 2, { severity: "LOW" }),
  ];
  const top = {
    faults: [fault("a", 2, { severity: "CRITICAL" })],
    after: null,
    until: `5 ${at(2)}`,
  };
  expect(ids(merged(held, top, "severity"))).toBe("abcd");
});

test("the oldest stand first, and the page of the newest ends the list", () => {
  const held = [fault("a", 1), fault("b", 2)];
  const last = {
    faults: [fault("c", 3)],
    after: positionAt(at(2), null, "oldest"),
    until: "",
  };
  expect(ids(merged(held, last, "oldest"))).toBe("abc");
});
