import { signal } from "@preact/signals";

/** Milliseconds; often enough for ages in words. */
export const now = signal(Date.now());

setInterval(() => {
  now.value = Date.now();
}, 5_000);
