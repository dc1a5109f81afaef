import { expect, test } from "vitest";
import { NO_FILTERS } from "../state/filters";
import { bucketsOf } from "./spans";

const NOW = new Date("2026-11-23T12:07:00Z");

test("the last day is cut into half hours that begin and end at one and hold it all", () => {
  const { from, to, count } = bucketsOf({ ...NO_FILTERS, span: "24h" }, NOW, 0);
  expect(to.toISOString()).toBe("2026-11-23T12:30:00.000Z");
  expect(from.toISOString()).toBe("2026-11-22T12:00:00.000Z");
  expect(count).toBe(49);
});

test("ninety days are cut at the reader's midnight", () => {
  const { to, count } = bucketsOf({ ...NO_FILTERS, span: "90d" }, NOW, -60);
  expect(to.toISOString()).toBe("2026-11-23T23:00:00.000Z");
  expect(count).toBe(91);
});

test("borders that were asked for are kept", () => {
  const asked = { ...NO_FILTERS, from: "2026-11-23T08:03:00Z", to: "2026-11-23T11:04:00Z" };
  const { from, to, count } = bucketsOf(asked, NOW, 0);
  expect(from.toISOString()).toBe("2026-11-23T08:03:00.000Z");
  expect(to.toISOString()).toBe("2026-11-23T11:04:00.000Z");
  expect(count).toBe(37);
});

test("a span that ends before it begins is the shortest there is", () => {
  const upside = { ...NO_FILTERS, from: "2026-11-23T12:00:00Z", to: "2026-11-23T11:00:00Z" };
  const { from, to, count } = bucketsOf(upside, NOW, 0);
  expect(count).toBe(1);
  expect(to.getTime() - from.getTime()).toBe(60_000);
});
