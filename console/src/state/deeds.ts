/** What an operator does to faults: one or several, with undo, and with conflicts told plainly. */

import { batch, signal } from "@preact/signals";
import { Refused } from "../api/client";
import { change, comment, getFault, type Deed } from "../api/faults";
import type { Fault } from "../api/types";
import { address, closeFault, openFault } from "./address";
import { adoptDetail, refreshDetail } from "./detail";
import { refreshCounts } from "./counts";
import { faults, replaceFault } from "./live-list";
import { clearSelection, current } from "./selection";
import { toast } from "./toasts";
import { isolated, wordsOf } from "./words";

const AT_ONCE = 4;

const DONE: Record<Deed, string> = {
  acknowledge: "Acknowledged",
  unacknowledge: "Acknowledgement taken back",
  resolve: "Resolved",
  reopen: "Reopened",
};
const OPPOSITE: Record<Deed, Deed> = {
  acknowledge: "unacknowledge",
  unacknowledge: "acknowledge",
  resolve: "reopen",
  reopen: "resolve",
};

/** Somebody else was faster: what was wanted, and what the fault has become. */
export interface Conflict {
  deed: Deed;
  reason: string;
  now: Fault;
}

export const conflict = signal<Conflict | null>(null);
/** Ids of faults that a call is under way for. */
export const busy = signal<ReadonlySet<string>>(new Set());

export interface Outcome {
  done: Fault[];
  changed: Fault[];
  failures: string[];
}

/** Whether the deed would change anything about the fault as it is seen. */
export function applies(deed: Deed, fault: Fault): boolean {
  if (deed === "reopen") return fault.status === "resolved";
  if (fault.status === "resolved") return false;
  if (deed === "resolve") return true;
  return (deed === "acknowledge") === (fault.acknowledged_at === null);
}

export async function doTo(deed: Deed, those: Fault[], reason = ""): Promise<void> {
  const meant = those.filter((fault) => applies(deed, fault));
  if (!meant.length) {
    toast("warning", `Nothing to do: ${already(deed)}.`);
    return;
  }
  conflict.value = null;
  const outcome = await all(deed, meant, reason);
  if (those.length > 1) clearSelection();
  goOn(outcome.done);
  tell(deed, outcome, reason, those.length > 1);
  void refreshCounts();
}

/** Where only what nobody has touched is shown, the next one is opened in place of what was. */
export function goOn(done: Fault[]): void {
  const { fault: open, filters } = address.peek();
  if (filters.acknowledged !== "false" || !done.some(({ id }) => id === open)) return;
  if (faults.peek().some(({ id }) => id === open)) return;
  if (current.peek() && faults.peek().length) openFault(current.peek());
  else closeFault();
}

/** Onto whatever the fault is now. */
export async function insist(): Promise<void> {
  const standing = conflict.peek();
  if (!standing) return;
  conflict.value = null;
  await doTo(standing.deed, [standing.now], standing.reason);
}

/** Whether the comment is kept; a failure is told and the text stays with the caller. */
export async function commentOn(fault: Fault, text: string): Promise<boolean> {
  try {
    showChanged(await comment(fault.id, text));
    return true;
  } catch (error) {
    toast("failure", `The comment was not kept. ${wordsOf(error)}`);
    return false;
  }
}

/** Several at once; what was changed meanwhile is left as it is and told apart. */
export async function each(
  faults: Fault[],
  act: (fault: Fault) => Promise<Fault>,
): Promise<Outcome> {
  const outcome: Outcome = { done: [], changed: [], failures: [] };
  busy.value = new Set(faults.map((fault) => fault.id));
  const waiting = [...faults];
  const worker = async () => {
    for (let fault = waiting.shift(); fault; fault = waiting.shift()) {
      await one(fault, act, outcome);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  busy.value = new Set();
  return outcome;
}

async function one(
  fault: Fault,
  act: (fault: Fault) => Promise<Fault>,
  outcome: Outcome,
): Promise<void> {
  try {
    const changed = await act(fault);
    showChanged(changed);
    outcome.done.push(changed);
  } catch (error) {
    const lost = error instanceof Refused && (error.status === 412 || error.status === 409);
    const now = lost ? await getFault(fault.id).catch(() => null) : null;
    if (now) {
      replaceFault(now);
      outcome.changed.push(now);
    } else {
      outcome.failures.push(lost ? "somebody else has changed it." : wordsOf(error));
    }
  }
}

function all(deed: Deed, faults: Fault[], reason: string): Promise<Outcome> {
  return each(faults, ({ id, version }) => change(deed, id, version, reason));
}

function tell(deed: Deed, outcome: Outcome, reason: string, several: boolean): void {
  const { done, changed, failures } = outcome;
  const [first] = changed;
  if (first && !several) {
    void refreshDetail();
    conflict.value = { deed, reason, now: first };
  }
  if (done.length) toast("done", `${DONE[deed]}: ${whatOf(done)}`, () => void undo(deed, done));
  if (first && several) {
    const were = changed.length === 1 ? "1 fault was" : `${changed.length} faults were`;
    toast("warning", `${were} changed by somebody else meanwhile, and left as they are now.`);
  }
  tellFailures(failures);
}

/** The one fault by its device, several by their number. */
export function whatOf(faults: Fault[]): string {
  const [first] = faults;
  return first && faults.length === 1 ? isolated(first.resource_id) : `${faults.length} faults`;
}

export function tellFailures(failures: string[]): void {
  if (!failures.length) return;
  const many = failures.length === 1 ? "" : ` (${failures.length} faults)`;
  toast("failure", `Not done${many}: ${failures[0]}`);
}

/** Only what is still as we left it; a fault that others touched since stays theirs. */
async function undo(deed: Deed, faults: Fault[]): Promise<void> {
  const { done, changed, failures } = await all(OPPOSITE[deed], faults, "");
  const left = changed.length + failures.length;
  void refreshCounts();
  if (left) toast("warning", `${done.length} undone; ${left} could not be, others changed them.`);
  else toast("done", done.length === 1 ? "Undone" : `Undone for ${done.length} faults`);
}

/** After a change of ours: wherever the fault is seen. */
export function showChanged(fault: Fault): void {
  batch(() => {
    replaceFault(fault);
    adoptDetail(fault);
  });
}

function already(deed: Deed): string {
  if (deed === "reopen") return "it is open";
  return deed === "acknowledge"
    ? "it is acknowledged or resolved already"
    : "it is resolved already";
}
