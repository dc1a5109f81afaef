/** One level of the hierarchy, added up from answers that each counted some of the faults. */

import { SEVERITIES, type Place, type Severity } from "../api/types";

/** `isExact` false: the counts are lower bounds. */
export interface Level {
  nodes: Place[];
  isExact: boolean;
}

export function added(nodes: Place[], more: Place[]): Place[] {
  const sums = new Map(nodes.map((node) => [node.path, node]));
  for (const node of more) {
    const before = sums.get(node.path);
    sums.set(node.path, before ? sumOf(before, node) : node);
  }
  return [...sums.values()].sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

export function worstOf(node: Place): Severity {
  return SEVERITIES.find((one) => node.open.by_severity[one]) ?? "LOW";
}

function sumOf(a: Place, b: Place): Place {
  const bySeverity = { ...a.open.by_severity };
  for (const one of SEVERITIES) bySeverity[one] += b.open.by_severity[one];
  return {
    ...a,
    open: { total: a.open.total + b.open.total, by_severity: bySeverity },
    has_children: a.has_children || b.has_children,
  };
}
