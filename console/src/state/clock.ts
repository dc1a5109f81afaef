import { computed, signal } from "@preact/signals";

const MINUTE = 60_000; // milliseconds

/** Milliseconds; often enough for ages in words. */
export const now = signal(Date.now());
/** As often as is enough for what is older than an hour. */
export const minute = computed(() => Math.floor(now.value / MINUTE) * MINUTE);
const DAY = 86_400_000; // milliseconds
/** Another text on another day, here or in UTC. */
export const today = computed(
  () => `${new Date(minute.value).toDateString()} ${Math.floor(minute.value / DAY)}`,
);

setInterval(() => {
  now.value = Date.now();
}, 5_000);
