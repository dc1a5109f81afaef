/** Moments in the reader's zone or in UTC: one switch for the whole console. */

import { computed } from "@preact/signals";
import { remembered } from "./remembered";

export const zone = remembered("zone", ["local", "utc"], "local");

export function toggleZone(): void {
  zone.value = zone.value === "utc" ? "local" : "utc";
}

export type Zone = typeof zone.value;

const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const DAY = { month: "short", day: "2-digit" } as const;

type Format = Intl.DateTimeFormatOptions;
const inZone = (format: Format) =>
  computed(
    () =>
      new Intl.DateTimeFormat(
        undefined,
        zone.value === "utc" ? { ...format, timeZone: "UTC" } : format,
      ),
  );

const whole = inZone({
  year: "numeric",
  ...DAY,
  ...TIME,
  second: "2-digit",
  timeZoneName: "short",
});
const timeOfDay = inZone({ ...TIME, second: "2-digit" });
const dayAndTime = inZone({ ...DAY, ...TIME });
const dayOfYear = inZone({ year: "numeric", ...DAY });

export function momentOf(at: string): string {
  return whole.value.format(new Date(at));
}

const shortDay = inZone({ month: "short", day: "numeric" });
const shortTime = inZone(TIME);
const shortBoth = inZone({ month: "short", day: "numeric", ...TIME });

/** On a chart: the day, the time of day, or both; `at` in milliseconds. */
export function chartMomentOf(at: number, what: "day" | "time" | "both"): string {
  return { day: shortDay, time: shortTime, both: shortBoth }[what].value.format(at);
}

/** As a field for it takes it: without a zone, in the one that the console shows. */
export function fieldMomentOf(at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return "";
  const shift = zone.value === "utc" ? 0 : time.getTimezoneOffset() * 60_000;
  return new Date(time.getTime() - shift).toISOString().slice(0, 16);
}

export function momentOfField(value: string): string {
  if (!value) return "";
  return new Date(zone.value === "utc" ? `${value}Z` : value).toISOString();
}

const A_YEAR = 300 * 86_400_000; // milliseconds; beyond it a day without its year misleads

/** Beside an age: to the second today, then to the minute, and to the day after most of a year. */
export function shortMomentOf(at: string, now: number): string {
  const [moment, today] = [new Date(at), new Date(now)];
  const day = dayOfYear.value;
  if (day.format(moment) === day.format(today)) return timeOfDay.value.format(moment);
  return (now - moment.getTime() < A_YEAR ? dayAndTime : dayOfYear).value.format(moment);
}
