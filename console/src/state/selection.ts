/** Which faults are selected, and which one the keyboard is on. */

import { computed, effect, signal } from "@preact/signals";
import { faults } from "./live-list";
import { rowIds } from "./shown";

export const selected = signal<ReadonlySet<string>>(new Set());
/** Id of the row that the keyboard is on. */
export const current = signal("");

export const selectedFaults = computed(() =>
  faults.value.filter((fault) => selected.value.has(fault.id)),
);

/** Also those that match and are not loaded; any other selection ends it. */
export const areAllSelected = signal(false);

let anchor = "";
let place = -1;

/** When the row under the keyboard leaves the list, the keyboard is on the one that takes its place. */
effect(() => {
  const ids = rowIds.value;
  const at = ids.indexOf(current.value);
  if (at >= 0) place = at;
  else if (current.value && ids.length) current.value = ids[Math.min(place, ids.length - 1)] ?? "";
});

export function toggleSelected(id: string, extend = false): void {
  const next = new Set(selected.peek());
  const ids = faults.peek().map((fault) => fault.id);
  const [a, b] = [ids.indexOf(anchor), ids.indexOf(id)];
  if (extend && a >= 0 && b >= 0) {
    for (const one of ids.slice(Math.min(a, b), Math.max(a, b) + 1)) next.add(one);
  } else if (!next.delete(id)) {
    next.add(id);
  }
  anchor = id;
  areAllSelected.value = false;
  selected.value = next;
}

export function selectAll(): void {
  selected.value = new Set(faults.peek().map((fault) => fault.id));
}

/** For another list: nothing is selected and the keyboard is on no row. */
export function startOver(): void {
  clearSelection();
  current.value = "";
}

export function clearSelection(): void {
  areAllSelected.value = false;
  if (selected.peek().size) selected.value = new Set();
}

/** Moves the keyboard by whole rows, infinitely many to an end, and says where it is now. */
export function step(by: number): string {
  const ids = rowIds.peek();
  const at = ids.indexOf(current.peek());
  const isNowhere = at < 0 && Number.isFinite(by);
  const next = isNowhere ? (by > 0 ? 0 : ids.length - 1) : at + by;
  current.value = ids[Math.max(0, Math.min(ids.length - 1, next))] ?? "";
  return current.peek();
}
