/** The span of the statistics and its buckets, with borders at the hours and days of the zone that is shown. */

import { spanLength, spanOf, type Filters } from "../state/filters";
import type { Zone } from "../state/times";

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

/** Equally long buckets, as the API counts in them. */
export interface Buckets {
  from: Date;
  to: Date;
  count: number;
}

/**
 * What was asked for by its borders is kept to them; what counts back from now begins and ends at
 * whole buckets. Usually one part; a day on which the clock is changed is a part of its own, as it
 * is longer or shorter than the others.
 */
export function bucketsOf(filters: Filters, now: Date, zone: Zone): Buckets[] {
  const [from, to] = borders(filters, now);
  const length = LENGTHS.find((one) => (to - from) / one <= MOST) ?? (to - from) / MOST;
  const isAsked = Boolean(filters.from || filters.to);
  if (length > HOUR && length <= 7 * DAY) {
    return partsOf(byTheClock(from, to, length, isAsked, zone));
  }
  const shift = zone === "utc" ? 0 : now.getTimezoneOffset() * MINUTE;
  const end = isAsked ? to : Math.ceil((to - shift) / length) * length + shift;
  const count = Math.ceil((end - from) / length);
  return [{ from: new Date(isAsked ? from : end - count * length), to: new Date(end), count }];
}

/** Borders in milliseconds, at whole lengths of the clock on the wall from a midnight on. */
function byTheClock(
  from: number,
  to: number,
  length: number,
  isAsked: boolean,
  zone: Zone,
): number[] {
  const midnightPlus = zone === "utc" ? inUtc : inLocalTime;
  const at = (step: number): number =>
    midnightPlus(new Date(from), Math.floor((step * length) / DAY), ((step * length) % DAY) / HOUR);
  const found: number[] = [];
  let step = 0;
  while (at(step + 1) <= from) step += 1;
  for (; at(step) < to; step += 1) found.push(at(step));
  return isAsked ? within(found, from, to, length / 2) : [...found, at(step)];
}

function inLocalTime(first: Date, days: number, hours: number): number {
  const [year, month, day] = [first.getFullYear(), first.getMonth(), first.getDate()];
  return new Date(year, month, day + days, hours).getTime();
}

function inUtc(first: Date, days: number, hours: number): number {
  const [year, month, day] = [first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate()];
  return Date.UTC(year, month, day + days, hours);
}

/** What would be cut to less than `shortest` at the ends belongs to the bucket beside it. */
function within(found: number[], from: number, to: number, shortest: number): number[] {
  const inner = found.filter((one) => one >= from + shortest && one <= to - shortest);
  return [from, ...inner, to];
}

/** Neighbours of the same length together. */
function partsOf(found: number[]): Buckets[] {
  const parts: Buckets[] = [];
  for (const [index, to] of found.entries()) {
    const from = found[index - 1];
    if (from === undefined) continue;
    const last = parts.at(-1);
    if (last && lengthOf(last) === to - from) {
      last.to = new Date(to);
      last.count += 1;
    } else {
      parts.push({ from: new Date(from), to: new Date(to), count: 1 });
    }
  }
  return parts;
}

function lengthOf({ from, to, count }: Buckets): number {
  return (to.getTime() - from.getTime()) / count;
}

/** Where the first part begins and the last one ends. */
export function endsOf(parts: Buckets[]): [Date, Date] {
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last) throw new RangeError("a span has one part at least");
  return [first.from, last.to];
}

function borders(filters: Filters, now: Date): [number, number] {
  const asked = spanOf(filters, now);
  const to = asked.to ? Date.parse(asked.to) : now.getTime();
  const from = asked.from ? Date.parse(asked.from) : to - (spanLength(USUAL) ?? DAY);
  return [Math.min(from, to - MINUTE), to];
}
