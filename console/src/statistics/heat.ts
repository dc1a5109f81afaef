/** What was opened by weekday and hour, over whole weeks. */

import type { Fault, Severity, Statistics } from "../api/types";
import type { Zone } from "../state/times";

export const HEAT_DAYS = 28;
export const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** Rows are weekdays from Monday on, columns the hours of the day. */
export type Heat = number[][];

export function heatOfBuckets(
  statistics: Statistics,
  severities: readonly Severity[],
  zone: Zone,
): Heat {
  const moments = statistics.buckets.map(({ from, opened }): [string, number] => [
    from,
    severities.reduce((sum, one) => sum + opened.by_severity[one], 0),
  ]);
  return heatOf(moments, zone);
}

export function heatOfFaults(faults: Fault[], zone: Zone): Heat {
  return heatOf(
    faults.map((fault) => [fault.created_at, 1]),
    zone,
  );
}

function heatOf(moments: [string, number][], zone: Zone): Heat {
  const heat: Heat = WEEKDAYS.map(() => Array.from({ length: 24 }, () => 0));
  for (const [at, count] of moments) {
    const moment = new Date(at);
    const isUtc = zone === "utc";
    const day = ((isUtc ? moment.getUTCDay() : moment.getDay()) + 6) % 7;
    const row = heat[day];
    const hour = isUtc ? moment.getUTCHours() : moment.getHours();
    if (row) row[hour] = (row[hour] ?? 0) + count;
  }
  return heat;
}
