/** Faults that are all here already, narrowed as `GET /fault` narrows them (faultbook/domain/listing.py). */

import type { Fault, FaultPage } from "./types";

type Fits = (fault: Fault, wanted: string) => boolean;

const FILTERS: Record<string, Fits> = {
  status: (fault, wanted) => fault.status === (wanted === "recent" ? "resolved" : wanted),
  severity: (fault, wanted) => fault.severity === wanted,
  acknowledged: (fault, wanted) => (wanted === "true") === (fault.acknowledged_at !== null),
  snoozed: (fault, wanted) => (wanted === "true") === (fault.snoozed_until !== null),
  assignee: (fault, wanted) => fault.assignee === wanted,
  type: (fault, wanted) => fault.type === wanted,
  site: (fault, wanted) => isBelow(fault.resource_ancestry_path, wanted),
  path: (fault, wanted) => isBelow(fault.resource_ancestry_path, wanted),
  resource_id: (fault, wanted) => fault.resource_id === wanted,
  q: (fault, wanted) =>
    [fault.message, fault.cause, fault.resource_id].some((text) =>
      text.toLowerCase().includes(wanted.toLowerCase()),
    ),
  from: (fault, wanted) => Date.parse(fault.created_at) >= Date.parse(wanted),
  to: (fault, wanted) => Date.parse(fault.created_at) < Date.parse(wanted),
  resolved_from: ({ resolved_at: at }, wanted) =>
    at !== null && Date.parse(at) >= Date.parse(wanted),
  resolved_to: ({ resolved_at: at }, wanted) => at !== null && Date.parse(at) < Date.parse(wanted),
};

export function narrowed(faults: Fault[], query: URLSearchParams): FaultPage {
  const wanted = [...new Set(query.keys())].flatMap((name) => {
    const fits = FILTERS[name];
    const values = query.getAll(name); // a name that is repeated means any of its values
    return fits ? [(fault: Fault) => values.some((value) => fits(fault, value))] : [];
  });
  const data = faults.filter((fault) => wanted.every((fits) => fits(fault)));
  return { data, meta: { count: data.length, cursor: null, has_more: false, complete: true } };
}

function isBelow(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}|`);
}
