import { signal } from "@preact/signals";

export type Connection = "online" | "offline" | "unreachable";

/** Only a call tells for sure: a Faultbook on this very machine answers without any network. */
export const connection = signal<Connection>("online");

/** Milliseconds of the clock; what nobody waits for is not asked before. */
let restUntil = 0;

export function restFor(seconds: number): void {
  restUntil = Math.max(restUntil, Date.now() + seconds * 1000);
}

export function restLeft(): number {
  return Math.max(0, restUntil - Date.now());
}

window.addEventListener("offline", () => {
  connection.value = "offline";
});
window.addEventListener("online", () => {
  connection.value = "online";
});
