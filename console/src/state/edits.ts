/** A fault is reported, corrected and deleted here. */

import {
  correctFault,
  deleteFault,
  reportFault,
  type Correction,
  type Report,
} from "../api/faults";
import { Refused } from "../api/client";
import type { Fault } from "../api/types";
import { address, closeFault, openFault } from "./address";
import { refreshCounts } from "./counts";
import { showChanged } from "./deeds";
import { dropFault, refreshList } from "./live-list";
import { clearSelection } from "./selection";
import { toast } from "./toasts";
import { isolated, wordsOf } from "./words";

/** Raises what was refused, for the form that it came from. */
export async function report(said: Report): Promise<void> {
  const fault = await reportFault(said);
  toast("done", `Reported: ${isolated(fault.message)}`);
  openFault(fault.id);
  void refreshList();
  void refreshCounts();
}

/** Onto the version that was seen. Raises what was refused, for the form that it came from. */
export async function correct(fault: Fault, correction: Correction): Promise<void> {
  showChanged(await correctFault(fault.id, fault.version, correction));
  toast("done", `Corrected: ${isolated(fault.resource_id)}`);
  void refreshCounts();
}

export async function remove(faults: Fault[]): Promise<void> {
  const failures: string[] = [];
  for (const fault of faults) {
    try {
      await deleteFault(fault.id);
    } catch (error) {
      if (!(error instanceof Refused && error.status === 404)) {
        failures.push(wordsOf(error));
        continue;
      }
    }
    if (address.peek().fault === fault.id) closeFault();
    dropFault(fault.id);
  }
  clearSelection();
  const done = faults.length - failures.length;
  if (done) toast("done", done === 1 ? "Deleted: 1 fault" : `Deleted: ${done} faults`);
  if (failures.length) toast("failure", `Not deleted: ${failures.length}. ${failures[0]}`);
  void refreshCounts();
}
