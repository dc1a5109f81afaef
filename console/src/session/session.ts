/** The session: one token, in session storage and nowhere else. */

import { computed, signal } from "@preact/signals";
import { claimsOf } from "./claims";
import { configuration } from "./configuration";

const KEY = "faultbook.token";

export type Ending = "expired" | "signed out" | null;

export const token = signal<string | null>(sessionStorage.getItem(KEY));
export const ending = signal<Ending>(null);
export const claims = computed(() =>
  token.value ? claimsOf(token.value, configuration.value) : null,
);
export const mayWrite = computed(() => claims.value?.scopes.includes("faults:write") ?? false);

export function beginSession(credential: string): void {
  sessionStorage.setItem(KEY, credential);
  ending.value = null;
  token.value = credential;
}

export function endSession(why: Ending): void {
  if (token.peek() === null) return;
  sessionStorage.removeItem(KEY);
  ending.value = why;
  token.value = null;
}
