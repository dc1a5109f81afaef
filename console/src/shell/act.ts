/** What a key or the palette does to the faults that are meant. */

import type { ManyDeed } from "../api/actions";
import type { Fault } from "../api/types";
import { mayWrite } from "../session/session";
import { address, filters, openFault } from "../state/address";
import { takeOrGiveBack } from "../state/assignments";
import { doTo } from "../state/deeds";
import { detail, detailState } from "../state/detail";
import { dialog } from "../state/dialogs";
import type { Filters } from "../state/filters";
import { filtersOf, groups, keyOf } from "../state/groups";
import { faults } from "../state/live-list";
import { areAllSelected, current, selectedFaults, toggleSelected } from "../state/selection";
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
  return meant().length > 0 || manyMeant() !== null;
}

/** The group that the keyboard is on, or all that match where so many are selected. */
function manyMeant(): Filters | null {
  if (!mayWrite.peek()) return null;
  if (areAllSelected.peek()) return filters.peek();
  if (!filters.peek().group) return null;
  const group = groups.peek().find((one) => keyOf(one) === current.peek());
  return group ? filtersOf(group, filters.peek()) : null;
}

/** Whether it was many that were meant; a question comes first then. */
function askForMany(deed: ManyDeed): boolean {
  const those = manyMeant();
  if (those) dialog.value = { name: "many", deed, filters: those };
  return those !== null;
}

export function select(extend: boolean): void {
  if (mayWrite.peek() && current.peek() && !filters.peek().group) {
    toggleSelected(current.peek(), extend);
  }
}

export function acknowledge(): void {
  if (askForMany("acknowledge")) return;
  const them = meant();
  if (!them.length) return;
  const all = them.every((fault) => fault.acknowledged_at !== null);
  void doTo(all ? "unacknowledge" : "acknowledge", them);
}

export function resolve(): void {
  if (askForMany(filters.peek().status === "unresolved" ? "resolve" : "reopen")) return;
  const them = meant();
  if (!them.length) return;
  if (them.every((fault) => fault.status === "resolved")) void doTo("reopen", them);
  else dialog.value = { name: "resolve", faults: them };
}

export function assign(): void {
  if (askForMany("assign")) return;
  const them = meant();
  if (them.length) void takeOrGiveBack(them);
}

export function assignToSomebody(): void {
  const them = meant();
  if (them.length) dialog.value = { name: "assign", faults: them };
}

export function snooze(): void {
  if (filters.peek().status === "unresolved" && askForMany("snooze")) return;
  const them = meant().filter((fault) => fault.status === "unresolved");
  if (them.length) dialog.value = { name: "snooze", faults: them };
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
  const isOnFault = !filters.peek().group;
  const wanted = address.peek().fault || (isOnFault ? current.peek() : "");
  if (!mayWrite.peek() || !wanted || cannotCome()) return;
  wantedField.value = "comment";
  if (!address.peek().fault) openFault(wanted);
}

/** The fault that is open was not found, so that no box for its comment will ever be drawn. */
function cannotCome(): boolean {
  return Boolean(address.peek().fault) && ["missing", "failed"].includes(detailState.peek());
}
