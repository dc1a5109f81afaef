/** Open faults of a subtree, counted by its children. */

import { SEVERITIES, type Severity } from "../api/types";

/** What is needed of a fault; a path's missing value is its resource. */
export interface Sighting {
  path: string;
  severity: Severity;
}

export interface Node {
  path: string;
  name: string;
  count: number;
  worst: Severity;
  hasChildren: boolean;
}

/** The level under `path`, in the order of their names; the root is the empty path. */
export function childrenOf(path: string, sightings: Sighting[]): Node[] {
  const depth = path ? path.split("|").length : 0;
  const nodes = new Map<string, Node>();
  for (const sighting of sightings) {
    if (!isWithin(sighting.path, path)) continue;
    const segments = sighting.path.split("|");
    const name = segments[depth];
    if (name === undefined) continue;
    const node = nodes.get(name) ?? {
      path: segments.slice(0, depth + 1).join("|"),
      name,
      count: 0,
      worst: "LOW",
      hasChildren: false,
    };
    node.count += 1;
    node.worst = worse(node.worst, sighting.severity);
    node.hasChildren ||= segments.length > depth + 1;
    nodes.set(name, node);
  }
  return [...nodes.values()].sort((a, b) => a.name.localeCompare(b.name, "en", { numeric: true }));
}

/** Whole segments only, so that site_1 does not hold site_10. */
export function isWithin(path: string, ancestor: string): boolean {
  return ancestor === "" || path === ancestor || path.startsWith(`${ancestor}|`);
}

function worse(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b) ? a : b;
}
