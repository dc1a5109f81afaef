/** How many faults are open, by severity: for the filters and the page's title. */

import { computed, effect, signal } from "@preact/signals";
import { listFaults } from "../api/faults";
import { countOpen } from "../api/statistics";
import { SEVERITIES, type Counts, type Severity } from "../api/types";
import { filters } from "./address";
import { listQuery, narrowing, type Filters } from "./filters";

const LARGEST_PAGE = "100";
const ANSWERS = 10; // that one count may take

export const openCounts = signal<Counts | null>(null);

/** Of what the filters but the one for severity leave; not exact: at least so many. */
export interface SeverityCounts {
  bySeverity: Record<Severity, number>;
  isExact: boolean;
}

const counted = signal<{ key: string; counts: SeverityCounts } | null>(null);
const others = computed<Filters>(() => ({ ...filters.value, severities: [], order: "newest" }));
const key = computed(() => JSON.stringify(others.value));

export const severityCounts = computed<SeverityCounts | null>(() => {
  if (others.value.status !== "unresolved") return null;
  if (narrowing(others.value)) {
    return counted.value?.key === key.value ? counted.value.counts : null;
  }
  return openCounts.value && { bySeverity: openCounts.value.by_severity, isExact: true };
});

export async function refreshCounts(): Promise<void> {
  try {
    const open = countOpen(new Date());
    await countNarrowed();
    openCounts.value = await open;
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
  const query = listQuery(asked, new Date());
  query.set("limit", LARGEST_PAGE);
  const bySeverity = { CRITICAL: 0, HIGH: 0, MEDIUM: 0, WARNING: 0, LOW: 0 };
  for (let answers = 0; answers < ANSWERS; answers += 1) {
    const page = await listFaults(query);
    for (const fault of page.data) bySeverity[fault.severity] += 1;
    if (!page.meta.cursor) return { bySeverity, isExact: true };
    query.set("cursor", page.meta.cursor);
  }
  return { bySeverity, isExact: false };
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
