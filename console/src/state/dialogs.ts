import { signal } from "@preact/signals";
import type { Fault } from "../api/types";

export type Dialog =
  | { name: "help" | "palette" | "report" | "save view" | "share" }
  | { name: "correct"; fault: Fault }
  | { name: "assign" | "delete" | "resolve"; faults: Fault[] };

export const dialog = signal<Dialog | null>(null);
/** On a narrow screen views and hierarchy are behind a button. */
export const drawerIsOpen = signal(false);

export function closeDialog(): void {
  dialog.value = null;
}
