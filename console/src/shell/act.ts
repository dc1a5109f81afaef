/** What a key or the palette does to the faults that are meant. */

import type { Fault } from "../api/types";
import { mayWrite } from "../session/session";
import { address, openFault } from "../state/address";
import { takeOrGiveBack } from "../state/assignments";
import { doTo } from "../state/deeds";
import { detail, detailState } from "../state/detail";
import { dialog } from "../state/dialogs";
import { faults } from "../state/live-list";
import { current, selectedFaults, toggleSelected } from "../state/selection";
import { wantedField } from "../state/wanted-field";

/** The selected faults; without any the one that is open, or that the keyboard is on. */
export function meant(): Fault[] {
  if (!mayWrite.peek()) return [];
  if (selectedFaults.peek().length) return selectedFaults.peek();
  const open = detail.peek();
  if (address.peek().fault && open) return [open];
  return faults.peek().filter((fault) => fault.id === current.peek());
}

export function isAnyMeant(): boolean {
  return meant().length > 0;
}

export function select(extend: boolean): void {
  if (mayWrite.peek() && current.peek()) toggleSelected(current.peek(), extend);
}

export function acknowledge(): void {
  const them = meant();
  if (!them.length) return;
  const all = them.every((fault) => fault.acknowledged_at !== null);
  void doTo(all ? "unacknowledge" : "acknowledge", them);
}

export function resolve(): void {
  const them = meant();
  if (!them.length) return;
  if (them.every((fault) => fault.status === "resolved")) void doTo("reopen", them);
  else dialog.value = { name: "resolve", faults: them };
}

export function assign(): void {
  const them = meant();
  if (them.length) void takeOrGiveBack(them);
}

export function assignToSomebody(): void {
  const them = meant();
  if (them.length) dialog.value = { name: "assign", faults: them };
}

export function remove(): void {
  const them = meant();
  if (them.length) dialog.value = { name: "delete", faults: them };
}

export function correct(): void {
  const [fault] = meant();
  if (fault) dialog.value = { name: "correct", fault };
}

export function comment(): void {
  const wanted = address.peek().fault || current.peek();
  if (!mayWrite.peek() || !wanted || cannotCome()) return;
  wantedField.value = "comment";
  if (!address.peek().fault) openFault(wanted);
}

/** The fault that is open was not found, so that no box for its comment will ever be drawn. */
function cannotCome(): boolean {
  return Boolean(address.peek().fault) && ["missing", "failed"].includes(detailState.peek());
}
