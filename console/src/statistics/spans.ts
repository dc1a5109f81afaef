/** The span of the statistics and its buckets, with borders at whole hours and days. */

import { spanLength, spanOf, type Filters } from "../state/filters";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const USUAL = "24h";
/** Milliseconds; the shortest that makes no more than MOST of them. */
const LENGTHS = [
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  7 * DAY,
];
const MOST = 90;

export interface Buckets {
  from: Date;
  to: Date;
  count: number;
}

/**
 * What was asked for by its borders is kept to them; what counts back from now begins and ends at
 * whole buckets. `offset`: minutes that local time is behind UTC, as days begin at one's midnight.
 */
export function bucketsOf(filters: Filters, now: Date, offset = now.getTimezoneOffset()): Buckets {
  const [from, to] = borders(filters, now);
  const length = LENGTHS.find((one) => (to - from) / one <= MOST) ?? (to - from) / MOST;
  const isAsked = Boolean(filters.from || filters.to);
  const shift = offset * MINUTE;
  const end = isAsked ? to : Math.ceil((to - shift) / length) * length + shift;
  const count = Math.ceil((end - from) / length);
  return { from: new Date(isAsked ? from : end - count * length), to: new Date(end), count };
}

function borders(filters: Filters, now: Date): [number, number] {
  const asked = spanOf(filters, now);
  const to = asked.to ? Date.parse(asked.to) : now.getTime();
  const from = asked.from ? Date.parse(asked.from) : to - (spanLength(USUAL) ?? DAY);
  return [Math.min(from, to - MINUTE), to];
}
