import { beforeEach, expect, test, vi } from "vitest";
import type { Fault } from "../api/types";
import { heatOfFaults } from "./heat";

const SUNDAY_NIGHT = [{ created_at: "2026-11-29T23:30:00Z" } as Fault];

beforeEach(() => {
  vi.stubEnv("TZ", "Asia/Kolkata");
});

test("an hour is that of the reader's clock, and the week begins on Monday", () => {
  const heat = heatOfFaults(SUNDAY_NIGHT, "local");
  expect(heat.map((day) => day.reduce((sum, one) => sum + one))).toEqual([1, 0, 0, 0, 0, 0, 0]);
  expect(heat[0]?.[5]).toBe(1);
});

test("in UTC it is that of UTC", () => {
  expect(heatOfFaults(SUNDAY_NIGHT, "utc")[6]?.[23]).toBe(1);
});
