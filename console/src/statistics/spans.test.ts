import { beforeEach, expect, test, vi } from "vitest";
import { NO_FILTERS } from "../state/filters";
import { bucketsOf } from "./spans";

const NOW = new Date("2026-11-23T12:07:00Z");

beforeEach(() => {
  vi.stubEnv("TZ", "UTC");
});

test("the last day is cut into half hours that begin and end at one and hold it all", () => {
  const [only, ...others] = bucketsOf({ ...NO_FILTERS, span: "24h" }, NOW, "local");
  expect(only?.to.toISOString()).toBe("2026-11-23T12:30:00.000Z");
  expect(only?.from.toISOString()).toBe("2026-11-22T12:00:00.000Z");
  expect(only?.count).toBe(49);
  expect(others).toEqual([]);
});

test("ninety days are cut at the reader's midnight, with a day of 25 hours among them", () => {
  vi.stubEnv("TZ", "Europe/Berlin");
  const parts = bucketsOf({ ...NO_FILTERS, span: "90d" }, NOW, "local");
  expect(parts.map((part) => part.from.toISOString())).toEqual([
    "2026-08-24T22:00:00.000Z",
    "2026-10-24T22:00:00.000Z",
    "2026-10-25T23:00:00.000Z",
  ]);
  expect(parts.map((part) => part.count)).toEqual([61, 1, 29]);
  expect(parts.at(-1)?.to.toISOString()).toBe("2026-11-23T23:00:00.000Z");
});

test("half days begin at midnight and at noon on both sides of the change of the clock", () => {
  vi.stubEnv("TZ", "Europe/Berlin");
  const parts = bucketsOf(
    { ...NO_FILTERS, span: "30d" },
    new Date("2026-04-10T10:00:00Z"),
    "local",
  );
  expect(parts.map((part) => part.from.toISOString())).toEqual([
    "2026-03-10T23:00:00.000Z",
    "2026-03-28T23:00:00.000Z",
    "2026-03-29T10:00:00.000Z",
  ]);
});

test("ninety days in UTC are cut at its midnight, whatever the reader's clock does", () => {
  vi.stubEnv("TZ", "Europe/Berlin");
  const [only, ...others] = bucketsOf({ ...NO_FILTERS, span: "90d" }, NOW, "utc");
  expect(only?.from.toISOString()).toBe("2026-08-25T00:00:00.000Z");
  expect(only?.to.toISOString()).toBe("2026-11-24T00:00:00.000Z");
  expect(others).toEqual([]);
});

test("borders that were asked for are kept", () => {
  const asked = { ...NO_FILTERS, from: "2026-11-23T08:03:00Z", to: "2026-11-23T11:04:00Z" };
  const [only] = bucketsOf(asked, NOW, "local");
  expect(only?.from.toISOString()).toBe("2026-11-23T08:03:00.000Z");
  expect(only?.to.toISOString()).toBe("2026-11-23T11:04:00.000Z");
  expect(only?.count).toBe(37);
});

test("days between borders that were asked for begin at midnight", () => {
  const asked = { ...NO_FILTERS, from: "2026-08-23T08:00:00Z", to: "2026-11-01T16:00:00Z" };
  const parts = bucketsOf(asked, NOW, "local");
  expect(parts.map((part) => [part.from.toISOString(), part.count])).toEqual([
    ["2026-08-23T08:00:00.000Z", 1],
    ["2026-08-24T00:00:00.000Z", 69],
    ["2026-11-01T00:00:00.000Z", 1],
  ]);
  expect(parts.at(-1)?.to.toISOString()).toBe("2026-11-01T16:00:00.000Z");
});

test("a span that ends before it begins is the shortest there is", () => {
  const upside = { ...NO_FILTERS, from: "2026-11-23T12:00:00Z", to: "2026-11-23T11:00:00Z" };
  const [only] = bucketsOf(upside, NOW, "local");
  expect(only?.count).toBe(1);
  expect((only?.to.getTime() ?? 0) - (only?.from.getTime() ?? 0)).toBe(60_000);
});
