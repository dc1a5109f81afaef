/** Statistics of faults that are all here: what the API counts, for filters that it does not count by. */

import {
  SEVERITIES,
  type Counts,
  type Durations,
  type Fault,
  type Happenings,
  type Severity,
  type Statistics,
} from "../api/types";
import { endsOf, type Buckets } from "./spans";

const MOST_RANKED = 10;

/** Those that were opened, and those that were resolved, within a span: some are both. */
export interface Found {
  opened: Fault[];
  resolved: Fault[];
}

/** `open`: how many are open now, by severity. */
export function statisticsOf(found: Found, open: Counts, parts: Buckets[]): Statistics {
  const [from, to] = endsOf(parts);
  const either = eitherOf(found);
  const within = (begin: Date, end: Date): Happenings => ({
    opened: countsOf(found.opened, (fault) => fault.created_at, begin, end),
    resolved: countsOf(found.resolved, (fault) => fault.resolved_at, begin, end),
    acknowledged: countsOf(either, (fault) => fault.acknowledged_at, begin, end),
  });
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    totals: within(from, to),
    buckets: parts.flatMap(bordersOf).map(([begin, end]) => ({
      from: begin.toISOString(),
      to: end.toISOString(),
      ...within(begin, end),
    })),
    current: { open },
    ...durationsIn(either, from, to),
    top_resources: rankedBy(found.opened, (fault) => fault.resource_id).map(([name, count]) => ({
      resource_id: name,
      count,
    })),
  };
}

export function eitherOf({ opened, resolved }: Found): Fault[] {
  return [...new Map([...opened, ...resolved].map((fault) => [fault.id, fault])).values()];
}

/** Counters of all severities, as those of some alone. */
export function onlyOf(severities: readonly Severity[], counts: Counts): Counts {
  const chosen = SEVERITIES.map((one): [Severity, number] => [
    one,
    severities.includes(one) ? counts.by_severity[one] : 0,
  ]);
  return {
    total: chosen.reduce((sum, [, count]) => sum + count, 0),
    by_severity: Object.fromEntries(chosen) as Record<Severity, number>,
    by_type: {},
  };
}

/** Seconds from the opening to what happened within the span. */
export function durationsIn(
  faults: Fault[],
  from: Date,
  to: Date,
): { mtta: Durations; mttr: Durations } {
  const lengths = (at: (fault: Fault) => string | null) =>
    faults
      .filter((fault) => isWithin(at(fault), from, to))
      .map((fault) => (Date.parse(at(fault) ?? "") - Date.parse(fault.created_at)) / 1000);
  return {
    mtta: durationsOf(lengths((fault) => fault.acknowledged_at)),
    mttr: durationsOf(lengths((fault) => fault.resolved_at)),
  };
}

export function bordersOf({ from, to, count }: Buckets): [Date, Date][] {
  const length = (to.getTime() - from.getTime()) / count;
  const border = (index: number) => new Date(from.getTime() + index * length);
  return Array.from({ length: count }, (_, index) => [border(index), border(index + 1)]);
}

function countsOf(faults: Fault[], at: (fault: Fault) => string | null, from: Date, to: Date) {
  return counted(faults.filter((fault) => isWithin(at(fault), from, to)));
}

function counted(faults: Fault[]): Counts {
  const bySeverity = { CRITICAL: 0, HIGH: 0, MEDIUM: 0, WARNING: 0, LOW: 0 };
  for (const fault of faults) bySeverity[fault.severity] += 1;
  return {
    total: faults.length,
    by_severity: bySeverity,
    by_type: Object.fromEntries(rankedBy(faults, (fault) => fault.type)),
  };
}

function rankedBy(faults: Fault[], nameOf: (fault: Fault) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const fault of faults) counts.set(nameOf(fault), (counts.get(nameOf(fault)) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_RANKED);
}

function isWithin(at: string | null, from: Date, to: Date): boolean {
  if (at === null) return false;
  const moment = Date.parse(at);
  return moment >= from.getTime() && moment < to.getTime();
}

function durationsOf(seconds: number[]): Durations {
  if (!seconds.length) return { count: 0, mean: null, p50: null, p90: null };
  const sorted = seconds.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? null;
  const mean = sorted.reduce((sum, one) => sum + one, 0) / sorted.length;
  return { count: sorted.length, mean, p50: at(0.5), p90: at(0.9) };
}
