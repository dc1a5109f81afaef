import { signal } from "@preact/signals";

export type Connection = "online" | "offline" | "unreachable";

export const connection = signal<Connection>(navigator.onLine ? "online" : "offline");

window.addEventListener("offline", () => {
  connection.value = "offline";
});
window.addEventListener("online", () => {
  connection.value = "online";
});
