/** Which faults are selected, and which one the keyboard is on. */

import { computed, signal } from "@preact/signals";
import { faults } from "./live-list";

export const selected = signal<ReadonlySet<string>>(new Set());
/** Id of the row that the keyboard is on. */
export const current = signal("");

export const selectedFaults = computed(() =>
  faults.value.filter((fault) => selected.value.has(fault.id)),
);

let anchor = "";

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
  selected.value = next;
}

export function selectAll(): void {
  selected.value = new Set(faults.peek().map((fault) => fault.id));
}

export function clearSelection(): void {
  if (selected.peek().size) selected.value = new Set();
}

/** Moves the keyboard by whole rows and says where it is now. */
export function step(by: number): string {
  const ids = faults.peek().map((fault) => fault.id);
  const at = ids.indexOf(current.peek());
  const next = at < 0 ? (by > 0 ? 0 : ids.length - 1) : at + by;
  current.value = ids[Math.max(0, Math.min(ids.length - 1, next))] ?? "";
  return current.peek();
}
