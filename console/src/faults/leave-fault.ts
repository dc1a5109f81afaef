/** Into the fault and back: where the keyboard goes. */

import { signal } from "@preact/signals";
import { address, closeFault } from "../state/address";
import { rowOf } from "./keep-place";

/** Counts the wishes to have the keyboard in the panel. */
export const panelWanted = signal(0);

export function enterPanel(): void {
  panelWanted.value += 1;
}

/** The keyboard goes back to the row that it came from. */
export function leaveFault(): void {
  const id = address.peek().fault;
  closeFault();
  setTimeout(() => rowOf(document, id)?.querySelector<HTMLElement>(".row-link")?.focus(), 30);
}
