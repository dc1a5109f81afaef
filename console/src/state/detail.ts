/** The one fault that is open, with its comments and timeline. */

import { batch, signal } from "@preact/signals";
import { Refused } from "../api/client";
import { getFault, getTimeline } from "../api/faults";
import type { Fault, TimelineEntry } from "../api/types";
import { changesBefore, readChangesBefore } from "./changes";
import { faults } from "./live-list";
import { wantedField } from "./wanted-field";

export const detail = signal<Fault | null>(null);
export const timeline = signal<TimelineEntry[]>([]);
export const detailState = signal<"loading" | "ready" | "missing" | "failed">("loading");
/** Set when somebody else changed the fault while it was being looked at. */
export const changedMeanwhile = signal(false);

let openId = "";
let abort = new AbortController();

export async function openDetail(id: string): Promise<void> {
  abort.abort();
  abort = new AbortController();
  openId = id;
  asked = { version: 0, rounds: 0 };
  const listed = faults.peek().find((fault) => fault.id === id) ?? null;
  batch(() => {
    detail.value = listed;
    timeline.value = [];
    changesBefore.value = [];
    changedMeanwhile.value = false;
    if (!id && wantedField.peek() === "comment") wantedField.value = null;
    detailState.value = listed ? "ready" : "loading";
  });
  if (id) await refreshDetail(true);
}

export async function refreshDetail(first = false): Promise<void> {
  if (!openId) return;
  const { signal: aborted } = abort;
  try {
    const fault = await getFault(openId, aborted);
    if (aborted.aborted) return;
    const before = detail.peek();
    if (before && before.version > fault.version) return; // answered before our own change
    if (!first && before && fault.version > before.version) changedMeanwhile.value = true;
    batch(() => {
      detail.value = fault;
      detailState.value = "ready";
    });
    if (first) void readChangesBefore(fault, aborted);
    await refreshTimeline(fault, aborted);
  } catch (error) {
    if (aborted.aborted) return;
    if (error instanceof Refused && error.status === 404) detailState.value = "missing";
    else if (!detail.peek()) detailState.value = "failed";
    if (!detail.peek()) wantedField.value = null;
  }
}

/** After a change of ours, which tells nobody that somebody else did something. */
export function adoptDetail(fault: Fault): void {
  if (fault.id !== openId) return;
  batch(() => {
    detail.value = fault;
    changedMeanwhile.value = false;
  });
  void refreshTimeline(fault, abort.signal);
}

const ROUNDS = 10; // that entries may come late; what is missing then is kept no more
let asked = { version: 0, rounds: 0 };

/** The newest change is told at once, those before it when they are written. */
function hasAll(fault: Fault): boolean {
  const known = timeline.peek();
  if ((known.at(-1)?.version ?? 0) < fault.version) return false;
  if (known.length >= fault.version) return true;
  const isSame = asked.version === fault.version;
  asked = { version: fault.version, rounds: isSame ? asked.rounds + 1 : 1 };
  return asked.rounds > ROUNDS;
}

/** The timeline is written a moment after the change, so it may be behind the fault's version. */
async function refreshTimeline(fault: Fault, aborted: AbortSignal): Promise<void> {
  if (hasAll(fault)) return;
  try {
    const entries = await getTimeline(fault.id, aborted);
    if (!aborted.aborted) timeline.value = entries;
  } catch {
    // What is known stays; the next round asks again.
  }
}
