/** The session: one credential, in this tab's session storage and nowhere else. */

import { computed, signal } from "@preact/signals";
import { claimsOf } from "./claims";
import { configuration } from "./configuration";
import { linkIn } from "./link";

const KEY = "faultbook.token";
const ISSUED_KEY = "faultbook.issued";
const LINK_KEY = "faultbook.link";

export type Ending = "expired" | "session over" | "link over" | "signed out" | null;

/** What an issuer gave beside the token. */
export interface Issued {
  refreshToken: string | null;
  identityToken: string | null;
  /** Milliseconds, by this machine's clock. */
  expiresAt: number | null;
}

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

/** `given`: what came with it from an issuer; a pasted token has nothing beside it. */
export function beginSession(credential: string, given: Issued | null = null): void {
  sessionStorage.setItem(KEY, credential);
  if (given) sessionStorage.setItem(ISSUED_KEY, JSON.stringify(given));
  else sessionStorage.removeItem(ISSUED_KEY);
  ending.value = null;
  token.value = credential;
}

export function endSession(why: Ending): void {
  if (token.peek() === null && link.peek() === null) return;
  ending.value = why === "expired" ? expired() : why;
  for (const key of [KEY, ISSUED_KEY, LINK_KEY]) sessionStorage.removeItem(key);
  token.value = link.value = null;
}

function expired(): Ending {
  if (isGuest.peek()) return "link over";
  return issued() ? "session over" : "expired";
}

/** Null where the token was pasted. */
export function issued(): Issued | null {
  return JSON.parse(sessionStorage.getItem(ISSUED_KEY) ?? "null") as Issued | null;
}

/** It leaves the address at once, so that nobody copies it on with a place. */
function takeLink(): string | null {
  const secret = linkIn(location.hash);
  if (!secret) return sessionStorage.getItem(LINK_KEY);
  sessionStorage.setItem(LINK_KEY, secret);
  history.replaceState(null, "", location.pathname + location.search);
  return secret;
}
