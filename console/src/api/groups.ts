/** Faults under the same filters as a list, counted: in groups, and by each thing that they can be. */

import { isGuest } from "../session/session";
import { readAgain } from "./faults";
import { listOpen } from "./guest";
import type { Fault, Severity } from "./types";

export type Facets = Record<string, Record<string, number>>;

export interface Counted {
  count: number;
  /** Values of status, severity, type, site, assignee, acknowledged and others, with their counts. */
  facets: Facets;
  /** False: there are more faults than one count looks through. */
  isExact: boolean;
}

/** `key` are the filters of the list that find its faults. */
export interface Group {
  key: Record<string, string>;
  count: number;
  acknowledged: number;
  severity: Severity;
  newest_at: string;
  oldest_at: string;
  sample: { id: string; message: string; severity: Severity; resource_id: string };
}

export interface GroupPage extends Counted {
  groups: Group[];
}

interface Wire {
  data: Group[];
  facets: Facets;
  meta: { count: number; complete: boolean };
}

export async function countFaults(query: URLSearchParams, signal?: AbortSignal): Promise<Counted> {
  if (isGuest.peek()) return countedOf((await listOpen(query)).data);
  return groupFaults(query, "", signal);
}

/** `by`: names joined by commas, as `type,site`; the gravest group comes first. */
export async function groupFaults(
  query: URLSearchParams,
  by: string,
  signal?: AbortSignal,
): Promise<GroupPage> {
  const asked = new URLSearchParams(query);
  for (const name of ["limit", "order", "cursor"]) asked.delete(name);
  for (const name of by.split(",").filter(Boolean)) asked.append("by", name);
  const { data, facets, meta } = await readAgain<Wire>(`/fault/groups?${asked}`, signal);
  return { groups: data, facets, count: meta.count, isExact: meta.complete };
}

const FACETS: Record<string, (fault: Fault) => string> = {
  severity: (fault) => fault.severity,
  type: (fault) => fault.type,
};

/** Of what a guest has anyway. */
function countedOf(faults: Fault[]): Counted {
  const facets: Facets = {};
  for (const [name, valueOf] of Object.entries(FACETS)) {
    const counts: Record<string, number> = {};
    for (const fault of faults) counts[valueOf(fault)] = (counts[valueOf(fault)] ?? 0) + 1;
    facets[name] = counts;
  }
  return { count: faults.length, facets, isExact: true };
}
