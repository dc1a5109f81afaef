import { isGuest } from "../session/session";
import { call } from "./client";
import { readAgain } from "./faults";
import { listOpen } from "./guest";
import { SEVERITIES, type Counts, type Fault, type ServiceCount, type Statistics } from "./types";

const KINDS = ["INCIDENT", "ANOMALY", "ALERT"] as const;
const SHORTEST = 1000; // milliseconds; what is current does not depend on the span

export function readStatistics(
  from: Date,
  to: Date,
  buckets: number,
  signal?: AbortSignal,
): Promise<Statistics> {
  const query = new URLSearchParams({
    from: from.toISOString(),
    to: to.toISOString(),
    buckets: String(buckets),
  });
  return readAgain<Statistics>(`/fault/statistics?${query}`, signal);
}

export async function countOpen(now: Date): Promise<Counts> {
  if (isGuest.peek()) return countsOf((await listOpen(new URLSearchParams())).data);
  const from = new Date(now.getTime() - SHORTEST).toISOString();
  const query = new URLSearchParams({ from, to: now.toISOString(), top: "0" });
  return (await call<Statistics>(`/fault/statistics?${query}`)).body.current.open;
}

function countsOf(faults: Fault[]): Counts {
  const count = <T extends string>(names: readonly T[], of: (fault: Fault) => T) =>
    Object.fromEntries(
      names.map((name) => [name, faults.filter((fault) => of(fault) === name).length]),
    ) as Record<T, number>;
  const types = [...new Set(faults.map((fault) => fault.type))];
  return {
    total: faults.length,
    by_severity: count(SEVERITIES, (fault) => fault.severity),
    by_type: count(types, (fault) => fault.type),
  };
}

/** The Incidents service ranks services by kind of fault; here they stand in one list. */
export async function rankServices(
  from: Date,
  to: Date,
  signal?: AbortSignal,
): Promise<ServiceCount[]> {
  const query = new URLSearchParams({
    startTimestampFrom: String(Math.floor(from.getTime() / 1000)),
    startTimestampTo: String(Math.ceil(to.getTime() / 1000)),
  });
  const lists = await Promise.all(
    KINDS.map((kind) =>
      readAgain<ServiceCount[]>(`/api/v1/statistics/${kind}/services?${query}`, signal),
    ),
  );
  return mergedRanking(lists.flat());
}

function mergedRanking(counts: ServiceCount[]): ServiceCount[] {
  const sums = new Map<string, ServiceCount>();
  for (const one of counts) {
    const key = `${one.namespace}\u001f${one.service}`;
    sums.set(key, { ...one, count: one.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()].sort((a, b) => b.count - a.count).slice(0, 10);
}
