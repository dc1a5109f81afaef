/** Who has a fault: it is taken, given to somebody, and given back. */

import { assign } from "../api/faults";
import type { Fault } from "../api/types";
import { claims } from "../session/session";
import { each, tellFailures, whatOf } from "./deeds";
import { clearSelection } from "./selection";
import { toast } from "./toasts";
import { isolated } from "./words";

const ME = "me";

export function isMine(fault: Fault): boolean {
  return fault.assignee !== null && fault.assignee === claims.peek()?.subject;
}

/** Mine where any of them is not, nobody's where all are. */
export async function takeOrGiveBack(faults: Fault[]): Promise<void> {
  await assignTo(faults.every(isMine) ? null : ME, faults);
}

export async function assignTo(who: string | null, faults: Fault[]): Promise<void> {
  const before = new Map(faults.map(({ id, assignee }) => [id, assignee]));
  const { done, failures } = await each(faults, ({ id }) => assign(id, who));
  if (faults.length > 1) clearSelection();
  if (done.length) {
    const undo = async () => {
      const back = await each(done, ({ id }) => assign(id, before.get(id) ?? null));
      tellFailures(back.failures);
      if (back.done.length) toast("done", "Undone");
    };
    toast("done", `${toWhom(who)}: ${whatOf(done)}`, () => void undo());
  }
  tellFailures(failures);
}

function toWhom(who: string | null): string {
  if (who === null) return "Nobody has it now";
  return who === ME ? "You have it now" : `${isolated(who)} has it now`;
}
