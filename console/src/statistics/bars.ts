/** Counts by severity in buckets of time, and how they are said. */

import { SEVERITIES, type Severity } from "../api/types";
import { chartMomentOf } from "../state/times";
import { numberOf } from "../state/words";

/** `times` and `ends` in milliseconds: where each bucket begins and ends. */
export interface Bars {
  times: number[];
  ends: number[];
  counts: Record<Severity, number>[];
}

const SHORTEST_DAY = 23 * 3_600_000; // milliseconds; when the clock is put forward

export function inWords(bars: Bars, at: number): string {
  const counts = bars.counts[at];
  if (!counts) return "";
  const said = SEVERITIES.filter((one) => counts[one]).map(
    (one) => `${numberOf(counts[one])} ${one.toLowerCase()}`,
  );
  return `${spanInWords(bars, at)}: ${said.join(", ") || "none"}`;
}

export function totalOf(bars: Bars): string {
  const sum = bars.counts.reduce(
    (all, counts) => all + SEVERITIES.reduce((one, severity) => one + counts[severity], 0),
    0,
  );
  return `${numberOf(sum)} in all`;
}

export function isEmpty(bars: Bars): boolean {
  return bars.counts.every((counts) => SEVERITIES.every((one) => !counts[one]));
}

export function spanInWords(bars: Pick<Bars, "times" | "ends">, at: number): string {
  const [from, to] = [bars.times[at] ?? 0, bars.ends[at] ?? 0];
  return chartMomentOf(from, to - from >= SHORTEST_DAY ? "day" : "both");
}
