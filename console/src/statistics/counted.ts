/** Statistics of faults that are all here: what the API counts, for filters that it does not count by. */

import type { Counts, Durations, Fault, Happenings, Statistics } from "../api/types";
import { endsOf, type Buckets } from "./spans";

const MOST_RANKED = 10;

export function statisticsOf(faults: Fault[], parts: Buckets[]): Statistics {
  const [from, to] = endsOf(parts);
  const within = (begin: Date, end: Date): Happenings => ({
    opened: countsOf(faults, (fault) => fault.created_at, begin, end),
    resolved: countsOf(faults, (fault) => fault.resolved_at, begin, end),
    acknowledged: countsOf(faults, (fault) => fault.acknowledged_at, begin, end),
  });
  const open = faults.filter((fault) => fault.status === "unresolved");
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    totals: within(from, to),
    buckets: parts.flatMap(bordersOf).map(([begin, end]) => ({
      from: begin.toISOString(),
      to: end.toISOString(),
      ...within(begin, end),
    })),
    current: { open: counted(open) },
    ...durationsIn(faults, from, to),
    top_resources: rankedBy(faults, (fault) => fault.resource_id).map(([name, count]) => ({
      resource_id: name,
      count,
    })),
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
