import { signal } from "@preact/signals";
import type { Fault } from "../api/types";

export type Dialog =
  { name: "help" | "share" | "save view" } | { name: "resolve"; faults: Fault[] };

export const dialog = signal<Dialog | null>(null);
/** On a narrow screen views and hierarchy are behind a button. */
export const drawerIsOpen = signal(false);

export function closeDialog(): void {
  dialog.value = null;
}
