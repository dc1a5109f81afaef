/** How many faults are open, by severity: for the filters and the page's title. */

import { effect, signal } from "@preact/signals";
import { countOpen } from "../api/statistics";
import { SEVERITIES, type Counts } from "../api/types";

export const openCounts = signal<Counts | null>(null);

export async function refreshCounts(): Promise<void> {
  try {
    openCounts.value = await countOpen(new Date());
  } catch {
    // An older number is better than none; the connection's state says that it is old.
  }
}

function titleOf(counts: Counts | null): string {
  if (!counts) return "Faultbook";
  const said = SEVERITIES.filter((one) => counts.by_severity[one]).map(
    (one) => `${counts.by_severity[one]} ${one.toLowerCase()}`,
  );
  return said.length ? `${said.join(", ")} – Faultbook` : "No open faults – Faultbook";
}

effect(() => {
  document.title = titleOf(openCounts.value);
});
