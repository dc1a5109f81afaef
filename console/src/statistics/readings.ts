/**
 * All that the page shows. The API's counters know severities, and neither sites, types nor devices
 * (faultbook/domain/statistics.py): under such filters it is counted fault by fault.
 */

import { listFaults } from "../api/faults";
import { countFaults } from "../api/groups";
import { rankServices, readStatistics } from "../api/statistics";
import {
  SEVERITIES,
  type Counts,
  type Durations,
  type Fault,
  type Happenings,
  type ServiceCount,
  type Severity,
  type Statistics,
} from "../api/types";
import { NO_FILTERS, listQuery, narrowing, type Filters } from "../state/filters";
import type { Zone } from "../state/times";
import { bordersOf, durationsIn, eitherOf, onlyOf, statisticsOf, type Found } from "./counted";
import { HEAT_DAYS, heatOfBuckets, heatOfFaults, type Heat } from "./heat";
import { bucketsOf, endsOf, type Buckets } from "./spans";

export interface Trend {
  /** Milliseconds: where each point's part of the span begins and ends. */
  times: number[];
  ends: number[];
  mtta: Durations[];
  mttr: Durations[];
}

export interface Reading {
  statistics: Statistics;
  services: ServiceCount[];
  trend: Trend;
  heat: Heat;
  /** Counted by the API; fault by fault; or, of some severities, times and rankings alone so. */
  of: "counters" | "faults" | "both";
  /** False: of more faults than were read, the newest. */
  isAll: boolean;
}

const POINTS = 12; // of a trend; each is a question of its own
const LARGEST_PAGE = "100";
const PAGES = 10;
const DAY = 86_400_000; // milliseconds
const HOURS = 24;

export async function readAll(
  filters: Filters,
  now: Date,
  zone: Zone,
  signal: AbortSignal,
): Promise<Reading> {
  const asked = { ...filters, resolved_from: "", resolved_to: "" };
  const parts = bucketsOf(asked, now, zone);
  const { severities } = asked;
  const whole = { ...asked, span: "", from: "", to: "", severities: [] };
  if (narrowing(whole)) return fromFaults(asked, parts, now, zone, signal);
  if (!severities.length) return fromCounters(SEVERITIES, parts, now, zone, signal);
  const [counters, faults] = await Promise.all([
    fromCounters(severities, parts, now, zone, signal),
    fromFaults(asked, parts, now, zone, signal),
  ]);
  return bySeverity(severities, counters, faults);
}

async function fromCounters(
  severities: readonly Severity[],
  parts: Buckets[],
  now: Date,
  zone: Zone,
  signal: AbortSignal,
): Promise<Reading> {
  const [from, to] = endsOf(parts);
  const [begin, end] = weeksUntil(now, zone);
  const [statistics, services, trend, weeks] = await Promise.all([
    readParts(parts, signal),
    rankServices(from, to, signal),
    readTrend(from, to, signal),
    readStatistics(begin, end, HEAT_DAYS * HOURS, signal),
  ]);
  const heat = heatOfBuckets(weeks, severities, zone);
  return { statistics, services, trend, heat, of: "counters", isAll: true };
}

/** What the counters have by severity is theirs, and exact; the rest is of the faults. */
function bySeverity(severities: readonly Severity[], counters: Reading, faults: Reading): Reading {
  const { statistics, heat } = counters;
  const only = (happenings: Happenings): Happenings => ({
    opened: onlyOf(severities, happenings.opened),
    resolved: onlyOf(severities, happenings.resolved),
    acknowledged: onlyOf(severities, happenings.acknowledged),
  });
  const totals = only(statistics.totals);
  totals.opened.by_type = faults.statistics.totals.opened.by_type;
  return {
    ...faults,
    statistics: {
      ...faults.statistics,
      totals,
      buckets: statistics.buckets.map((bucket) => ({ ...bucket, ...only(bucket) })),
      current: { open: onlyOf(severities, statistics.current.open) },
    },
    heat,
    of: "both",
  };
}

async function fromFaults(
  filters: Filters,
  parts: Buckets[],
  now: Date,
  zone: Zone,
  signal: AbortSignal,
): Promise<Reading> {
  const [from, to] = endsOf(parts);
  const [begin, end] = weeksUntil(now, zone);
  const [opened, resolved, weeks, open] = await Promise.all([
    readFaults({ ...filters, status: "all", ...spanBetween(from, to) }, signal),
    readFaults({ ...filters, status: "resolved", ...resolvedBetween(from, to) }, signal),
    readFaults({ ...filters, status: "all", ...spanBetween(begin, end) }, signal),
    countOpen(filters, now, signal),
  ]);
  const found: Found = { opened: opened.faults, resolved: resolved.faults };
  const borders = bordersOf({ from, to, count: POINTS });
  const either = eitherOf(found);
  const trend = trendOf(
    borders,
    borders.map(([a, b]) => durationsIn(either, a, b)),
  );
  return {
    statistics: statisticsOf(found, open, parts),
    services: [],
    trend,
    heat: heatOfFaults(weeks.faults, zone),
    of: "faults",
    isAll: opened.isAll && resolved.isAll && weeks.isAll,
  };
}

/** Of the filters, whatever the span is. */
async function countOpen(filters: Filters, now: Date, signal: AbortSignal): Promise<Counts> {
  const query = listQuery({ ...filters, ...NO_SPAN, status: "unresolved" }, now);
  const { count, facets } = await countFaults(query, signal);
  const found = facets["severity"] ?? {};
  return {
    total: count,
    by_severity: Object.fromEntries(SEVERITIES.map((one) => [one, found[one] ?? 0])) as Record<
      Severity,
      number
    >,
    by_type: facets["type"] ?? {},
  };
}

const NO_SPAN = {
  span: "",
  from: "",
  to: "",
  resolved_from: "",
  resolved_to: "",
  order: NO_FILTERS.order,
};

function spanBetween(from: Date, to: Date) {
  return { ...NO_SPAN, from: from.toISOString(), to: to.toISOString() };
}

function resolvedBetween(from: Date, to: Date) {
  return { ...NO_SPAN, resolved_from: from.toISOString(), resolved_to: to.toISOString() };
}

/** The newest of them, up to a thousand. */
async function readFaults(
  filters: Filters,
  signal: AbortSignal,
): Promise<{ faults: Fault[]; isAll: boolean }> {
  const query = listQuery(filters, new Date());
  query.set("limit", LARGEST_PAGE);
  const faults: Fault[] = [];
  for (let pages = 0; pages < PAGES; pages += 1) {
    const page = await listFaults(query, signal);
    faults.push(...page.data);
    if (!page.meta.cursor) return { faults, isAll: true };
    query.set("cursor", page.meta.cursor);
  }
  return { faults, isAll: false };
}

/** The whole span's figures, with the buckets of all its parts. */
async function readParts(parts: Buckets[], signal: AbortSignal): Promise<Statistics> {
  const [from, to] = endsOf(parts);
  const [whole, ...each] = await Promise.all([
    parts.length > 1 ? readStatistics(from, to, 1, signal) : null,
    ...parts.map((part) => readStatistics(part.from, part.to, part.count, signal)),
  ]);
  const figures = whole ?? (each[0] as Statistics);
  return { ...figures, buckets: each.flatMap((part) => part?.buckets ?? []) };
}

async function readTrend(from: Date, to: Date, signal: AbortSignal): Promise<Trend> {
  const borders = bordersOf({ from, to, count: POINTS });
  return trendOf(
    borders,
    await Promise.all(borders.map(([begin, end]) => readStatistics(begin, end, 1, signal))),
  );
}

function trendOf(borders: [Date, Date][], points: { mtta: Durations; mttr: Durations }[]): Trend {
  return {
    times: borders.map(([begin]) => begin.getTime()),
    ends: borders.map(([, end]) => end.getTime()),
    mtta: points.map(({ mtta }) => mtta),
    mttr: points.map(({ mttr }) => mttr),
  };
}

/** Whole weeks that end with the day that is shown. */
function weeksUntil(now: Date, zone: Zone): [Date, Date] {
  const end = new Date(now);
  if (zone === "utc") end.setUTCHours(HOURS, 0, 0, 0);
  else end.setHours(HOURS, 0, 0, 0);
  return [new Date(end.getTime() - HEAT_DAYS * DAY), end];
}
