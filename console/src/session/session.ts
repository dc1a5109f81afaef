/** The session: one credential, in session storage and nowhere else. */

import { computed, signal } from "@preact/signals";
import { claimsOf } from "./claims";
import { configuration } from "./configuration";
import { linkIn } from "./link";

const KEY = "faultbook.token";
const LINK_KEY = "faultbook.link";

export type Ending = "expired" | "link over" | "signed out" | null;

/** Somebody's bearer token; what a link carries is none. */
export const token = signal<string | null>(sessionStorage.getItem(KEY));
/** The secret of a link that shows the open faults; a token of one's own comes before it. */
export const link = signal<string | null>(takeLink());
export const ending = signal<Ending>(null);
export const claims = computed(() =>
  token.value ? claimsOf(token.value, configuration.value) : null,
);
export const isGuest = computed(() => token.value === null && link.value !== null);
export const mayAdminister = computed(() => claims.value?.scopes.includes("admin") ?? false);
export const mayWrite = computed(() => claims.value?.scopes.includes("faults:write") ?? false);

export function beginSession(credential: string): void {
  sessionStorage.setItem(KEY, credential);
  ending.value = null;
  token.value = credential;
}

export function endSession(why: Ending): void {
  if (token.peek() === null && link.peek() === null) return;
  sessionStorage.removeItem(KEY);
  sessionStorage.removeItem(LINK_KEY);
  ending.value = why === "expired" && isGuest.peek() ? "link over" : why;
  token.value = link.value = null;
}

/** It leaves the address at once, so that nobody copies it on with a place. */
function takeLink(): string | null {
  const secret = linkIn(location.hash);
  if (!secret) return sessionStorage.getItem(LINK_KEY);
  sessionStorage.setItem(LINK_KEY, secret);
  history.replaceState(null, "", location.pathname + location.search);
  return secret;
}
