/** What is done to all faults that filters find, loaded or not; the API does it, batch by batch. */

import { signal } from "@preact/signals";
import { actionFilterOf } from "../api/action-filter";
import { act, type Action, type ManyDeed } from "../api/actions";
import { filters } from "./address";
import { refreshCounts } from "./counts";
import { listQuery, type Filters } from "./filters";
import { clearSelection } from "./selection";
import { openShown } from "./shown";
import { toast } from "./toasts";
import { numberOf, wordsOf } from "./words";

const AT_ONCE = 1000; // ids that one request takes
const DONE: Record<ManyDeed, string> = {
  acknowledge: "Acknowledged",
  unacknowledge: "Acknowledgement taken back",
  resolve: "Resolved",
  reopen: "Reopened",
  assign: "You have them now",
  unassign: "Nobody has them now",
};
const OPPOSITE: Record<ManyDeed, ManyDeed> = {
  acknowledge: "unacknowledge",
  unacknowledge: "acknowledge",
  resolve: "reopen",
  reopen: "resolve",
  assign: "unassign",
  unassign: "assign",
};

/** How many have had their turn; null while nothing of the kind is under way. */
export const progress = signal<number | null>(null);

export async function doToAll(deed: ManyDeed, those: Filters, reason = ""): Promise<void> {
  const filter = actionFilterOf(listQuery(those, new Date()));
  await run(deed, [{ ...actionOf(deed, reason), filter }], true);
}

function actionOf(action: ManyDeed, reason: string): Action {
  return { action, ...(action === "assign" ? { assignee: "me" } : reason ? { reason } : {}) };
}

async function run(deed: ManyDeed, requests: Action[], isUndoable: boolean): Promise<void> {
  const changed: string[] = [];
  const failures: string[] = [];
  progress.value = 0;
  try {
    for (const request of requests) await runOne(request, changed, failures);
  } catch (error) {
    failures.push(wordsOf(error));
  }
  progress.value = null;
  clearSelection();
  const undo = () => void run(OPPOSITE[deed], byIds(OPPOSITE[deed], changed), false);
  if (changed.length || !failures.length) {
    toast(
      "done",
      `${DONE[deed]}: ${numberOf(changed.length)} faults`,
      isUndoable ? undo : undefined,
    );
  }
  if (failures.length) {
    toast("failure", `Not done: ${numberOf(failures.length)} faults. ${failures[0]}`);
  }
  void openShown(filters.peek());
  void refreshCounts();
}

async function runOne(request: Action, changed: string[], failures: string[]): Promise<void> {
  let cursor: string | null = null;
  do {
    const { data, meta } = await act(request, cursor);
    for (const one of data) {
      if (one.changed) changed.push(one.id);
      if (one.error) failures.push(one.error.detail ?? "It could not be changed.");
    }
    progress.value = (progress.peek() ?? 0) + data.length;
    cursor = meta.cursor;
  } while (cursor);
}

function byIds(deed: ManyDeed, ids: string[]): Action[] {
  const requests: Action[] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    requests.push({ ...actionOf(deed, ""), ids: ids.slice(start, start + AT_ONCE) });
  }
  return requests;
}
