/** What is done to all faults that filters find, loaded or not; the API does it, batch by batch. */

import { signal } from "@preact/signals";
import { actionFilterOf } from "../api/action-filter";
import { act, type ActedOn, type Action, type ManyDeed } from "../api/actions";
import { filters } from "./address";
import { refreshCounts } from "./counts";
import { listQuery, type Filters } from "./filters";
import { clearSelection } from "./selection";
import { openShown } from "./shown";
import { undoing } from "./many-undo";
import { momentOf } from "./times";
import { toast } from "./toasts";
import { numberOf, wordsOf } from "./words";

const DONE: Record<ManyDeed, string> = {
  acknowledge: "Acknowledged",
  unacknowledge: "Acknowledgement taken back",
  resolve: "Resolved",
  reopen: "Reopened",
  assign: "You have them now",
  unassign: "Nobody has them now",
  snooze: "Left alone",
  unsnooze: "No longer left alone",
};

/** How many have had their turn; null while nothing of the kind is under way. */
export const progress = signal<number | null>(null);

export async function doToAll(deed: ManyDeed, those: Filters, reason = ""): Promise<void> {
  const said = deed === "assign" ? { assignee: "me" } : reason ? { reason } : {};
  await run(DONE[deed], [{ action: deed, ...said, filter: filterOf(those) }], true);
}

export async function snoozeAll(until: Date, those: Filters): Promise<void> {
  const moment = until.toISOString();
  const words = `${DONE.snooze} until ${momentOf(moment)}`;
  await run(words, [{ action: "snooze", until: moment, filter: filterOf(those) }], true);
}

function filterOf(those: Filters) {
  return actionFilterOf(listQuery(those, new Date()));
}

async function run(words: string, requests: Action[], isUndoable: boolean): Promise<void> {
  const changed: ActedOn[] = [];
  const failures: string[] = [];
  progress.value = 0;
  try {
    for (const request of requests) await runOne(request, changed, failures);
  } catch (error) {
    failures.push(wordsOf(error));
  }
  progress.value = null;
  clearSelection();
  const back = isUndoable && requests[0] ? undoing(requests[0].action, changed) : [];
  const undo = () => void run("Undone", back, false);
  if (changed.length || !failures.length) {
    toast("done", `${words}: ${numberOf(changed.length)} faults`, back.length ? undo : undefined);
  }
  if (failures.length) {
    toast("failure", `Not done: ${numberOf(failures.length)} faults. ${failures[0]}`);
  }
  void openShown(filters.peek());
  void refreshCounts();
}

async function runOne(request: Action, changed: ActedOn[], failures: string[]): Promise<void> {
  let cursor: string | null = null;
  do {
    const { data, meta } = await act(request, cursor);
    for (const one of data) {
      if (one.changed) changed.push(one);
      if (one.error) failures.push(one.error.detail ?? "It could not be changed.");
    }
    progress.value = (progress.peek() ?? 0) + data.length;
    cursor = meta.cursor;
  } while (cursor);
}
