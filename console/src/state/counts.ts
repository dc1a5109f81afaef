/** How many faults are open, by severity: for the filters and the page's title. */

import { computed, effect, signal } from "@preact/signals";
import { countFaults } from "../api/groups";
import { countOpen } from "../api/statistics";
import { SEVERITIES, type Counts, type Severity } from "../api/types";
import { filters } from "./address";
import { listQuery, narrowing, type Filters } from "./filters";
import { refreshViewCounts } from "./view-counts";

export const openCounts = signal<Counts | null>(null);

/** Of what the filters but the one for severity leave; not exact: at least so many. */
export interface SeverityCounts {
  bySeverity: Record<Severity, number>;
  isExact: boolean;
}

const counted = signal<{ key: string; counts: SeverityCounts } | null>(null);
const others = computed<Filters>(() => ({
  ...filters.value,
  severities: [],
  order: "newest",
  group: "",
}));
const key = computed(() => JSON.stringify(others.value));

export const severityCounts = computed<SeverityCounts | null>(() => {
  if (others.value.status !== "unresolved") return null;
  if (narrowing(others.value)) {
    return counted.value?.key === key.value ? counted.value.counts : null;
  }
  return openCounts.value && { bySeverity: openCounts.value.by_severity, isExact: true };
});

export async function refreshCounts(isAll = false): Promise<void> {
  try {
    const [open] = await Promise.all([
      countOpen(new Date()),
      countNarrowed(),
      refreshViewCounts(isAll),
    ]);
    openCounts.value = open;
  } catch {
    // An older number is better than none; the connection's state says that it is old.
  }
}

async function countNarrowed(): Promise<void> {
  const asked = others.peek();
  if (asked.status !== "unresolved" || !narrowing(asked)) return;
  const of = key.peek();
  const counts = await count(asked);
  if (of === key.peek()) counted.value = { key: of, counts };
}

async function count(asked: Filters): Promise<SeverityCounts> {
  const { facets, isExact } = await countFaults(listQuery(asked, new Date()));
  const found = facets["severity"] ?? {};
  const bySeverity = Object.fromEntries(SEVERITIES.map((one) => [one, found[one] ?? 0]));
  return { bySeverity: bySeverity as Record<Severity, number>, isExact };
}

function titleOf(counts: Counts | null): string {
  if (!counts) return "Faultbook";
  const said = SEVERITIES.filter((one) => counts.by_severity[one]).map(
    (one) => `${counts.by_severity[one]} ${one.toLowerCase()}`,
  );
  return said.length ? `${said.join(", ")} – Faultbook` : "No open faults – Faultbook";
}

let before = "";

/** At once for other filters; the rounds count again after that. */
effect(() => {
  const now = key.value;
  if (before && before !== now) void countNarrowed().catch(() => undefined);
  before = now;
});

effect(() => {
  document.title = titleOf(openCounts.value);
});
