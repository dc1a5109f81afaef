/** Whether anything was ever reported here: an installation without faults says how to begin. */

import { signal } from "@preact/signals";
import { listFaults } from "../api/faults";

/** Null: not known, and then nothing is said about it. */
export const wasEverReported = signal<boolean | null>(null);

export async function askForFirstFault(): Promise<void> {
  if (wasEverReported.peek()) return;
  try {
    const { data, meta } = await listFaults(new URLSearchParams({ limit: "1" }));
    wasEverReported.value = data.length > 0 || meta.cursor !== null;
  } catch {
    // then nothing is said about it
  }
}
