/** All that the page shows, from the API's counters; under filters that it has none for, from faults. */

import { listFaults } from "../api/faults";
import { rankServices, readStatistics } from "../api/statistics";
import { SEVERITIES, type Durations, type Fault } from "../api/types";
import type { ServiceCount, Statistics } from "../api/types";
import { listQuery, narrowing, type Filters } from "../state/filters";
import type { Zone } from "../state/times";
import { bordersOf, durationsIn, statisticsOf } from "./counted";
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
  /** `all`: every fault; `listed`: those that the filters leave; `newest`: as many as were read. */
  of: "all" | "listed" | "newest";
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
  const parts = bucketsOf(filters, now, zone);
  return isNarrowed(filters)
    ? fromFaults(filters, parts, now, zone, signal)
    : fromCounters(parts, now, zone, signal);
}

function isNarrowed(filters: Filters): boolean {
  return narrowing({ ...filters, span: "", from: "", to: "" }) > 0;
}

async function fromCounters(
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
  const heat = heatOfBuckets(weeks, [...SEVERITIES], zone);
  return { statistics, services, trend, heat, of: "all" };
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
  const [listed, weeks] = await Promise.all([
    readFaults(filters, from, to, signal),
    readFaults(filters, begin, end, signal),
  ]);
  const borders = bordersOf({ from, to, count: POINTS });
  const trend = trendOf(
    borders,
    borders.map(([a, b]) => durationsIn(listed.faults, a, b)),
  );
  return {
    statistics: statisticsOf(listed.faults, parts),
    services: [],
    trend,
    heat: heatOfFaults(weeks.faults, zone),
    of: listed.isAll && weeks.isAll ? "listed" : "newest",
  };
}

/** The newest that were opened in the span, whatever became of them. */
async function readFaults(
  filters: Filters,
  from: Date,
  to: Date,
  signal: AbortSignal,
): Promise<{ faults: Fault[]; isAll: boolean }> {
  const borders = { span: "", from: from.toISOString(), to: to.toISOString() };
  const query = listQuery({ ...filters, ...borders, status: "all" }, to);
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
