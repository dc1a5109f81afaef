import { signal } from "@preact/signals";
import type { ManyDeed } from "../api/actions";
import type { Fault } from "../api/types";
import type { Filters } from "./filters";

export type Dialog =
  | { name: "help" | "palette" | "report" | "save view" | "share" }
  | { name: "many"; deed: ManyDeed; filters: Filters }
  | { name: "correct"; fault: Fault }
  | { name: "assign" | "delete" | "resolve" | "snooze"; faults: Fault[] };

export const dialog = signal<Dialog | null>(null);
/** On a narrow screen views and hierarchy are behind a button. */
export const drawerIsOpen = signal(false);

export function closeDialog(): void {
  dialog.value = null;
}
