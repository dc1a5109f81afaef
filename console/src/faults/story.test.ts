import { expect, test } from "vitest";
import type { Fault, TimelineEntry } from "../api/types";
import { storyOf } from "./story";

const entry = (what: string, at: string, severity = "LOW") =>
  ({ what, at, by: "ann", api: "faults", reason: null, severity }) as TimelineEntry;

test("comments stand among the events in the order of time, and only once", () => {
  const fault = {
    comments: [{ user_id: "bob", comment: "Looking", created_at: "2026-01-01T10:05" }],
  } as Fault;
  const story = storyOf(fault, [
    entry("opened", "2026-01-01T10:00"),
    entry("commented", "2026-01-01T10:05"),
    entry("resolved", "2026-01-01T10:09"),
  ]);
  expect(story.map((one) => (one.kind === "comment" ? one.text : one.what))).toEqual([
    "opened",
    "Looking",
    "resolved",
  ]);
});

test("a change of severity says from what to what", () => {
  const story = storyOf({ comments: [] } as unknown as Fault, [
    entry("opened", "2026-01-01T10:00"),
    entry("severity raised", "2026-01-01T10:01", "HIGH"),
  ]);
  expect(story[1]).toMatchObject({ what: "severity raised (low → high)" });
});

test("an assignment says to whom", () => {
  const given = { ...entry("assigned", "2026-01-01T10:00"), reason: "ben" };
  const [chapter] = storyOf({ comments: [] } as unknown as Fault, [given]);
  expect(chapter).toMatchObject({ what: "assigned to \u2068ben\u2069", why: "" });
});
