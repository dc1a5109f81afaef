/** What was changed at the site of the open fault shortly before it began. */

import { signal } from "@preact/signals";
import { listChanges } from "../api/changes";
import type { ChangeEvent, Fault } from "../api/types";

const BEFORE = 2 * 3_600_000; // milliseconds
const AFTER = 1_000; // clocks of senders differ
const MOST = 10;

export const changesBefore = signal<ChangeEvent[]>([]);

/** Once for each fault that is opened: what was before it does not change. */
export async function readChangesBefore(fault: Fault, aborted: AbortSignal): Promise<void> {
  const opened = Date.parse(fault.created_at);
  const [site = ""] = fault.resource_ancestry_path.split("|");
  const [from, to] = [new Date(opened - BEFORE), new Date(opened + AFTER)];
  try {
    const changes = await listChanges(site, from, to, MOST, aborted);
    if (!aborted.aborted) changesBefore.value = changes;
  } catch {
    // The fault is read without them.
  }
}
