import { signal } from "@preact/signals";

export type Connection = "online" | "offline" | "unreachable";

/** Only a call tells for sure: a Faultbook on this very machine answers without any network. */
export const connection = signal<Connection>("online");

window.addEventListener("offline", () => {
  connection.value = "offline";
});
window.addEventListener("online", () => {
  connection.value = "online";
});
