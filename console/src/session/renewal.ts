/**
 * A session of an issuer goes on by its refresh token. It stays in the tab that it was given to, so
 * that no two tabs use one that is good once, and leaves with it (RFC 9700 4.14).
 */

import { effect } from "@preact/signals";
import { configuration, readConfiguration } from "./configuration";
import { beginSession, claims, endSession, issued, token, type Issued } from "./session";

const EARLY = 60_000; // milliseconds before the token ends
const AGAIN = 10_000; // milliseconds until an issuer that does not answer is asked again
const LONGEST_TIMER = 2 ** 31 - 1; // milliseconds; beyond it a timer fires at once

let underWay: Promise<boolean> | null = null;

/** Whether there is another token than `stale` now; for all who ask meanwhile it is fetched once. */
export async function renewed(stale: string | null): Promise<boolean> {
  if (token.peek() !== stale) return token.peek() !== null;
  underWay ??= renew().finally(() => (underWay = null));
  return underWay;
}

async function renew(): Promise<boolean> {
  const given = issued();
  if (!given?.refreshToken) return false;
  const before = token.peek();
  try {
    const { renewWith } = await import("./oidc");
    const known = configuration.peek().issuer ? configuration.peek() : await readConfiguration();
    const next = await renewWith(known, given);
    if (token.peek() !== before) return false; // it was signed out meanwhile
    beginSession(next.token, next.issued);
    return true;
  } catch {
    return false;
  }
}

/** Renews in time, and ends the session at the second when its token does. The answer stops it. */
export function keepSession(): () => void {
  let timer = 0;
  const look = async () => {
    const end = endOf(issued());
    const isOver = end !== null && end <= Date.now();
    if (await renewed(token.peek())) return; // the new token has a timer of its own
    if (isOver) endSession("expired");
    else wait(Math.min(AGAIN, leftOf(end)));
  };
  const wait = (pause: number) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), Math.min(LONGEST_TIMER, Math.max(0, pause)));
  };
  const stop = effect(() => {
    clearTimeout(timer);
    if (token.value === null) return;
    const given = issued();
    const end = endOf(given);
    if (end === null) return;
    const left = leftOf(end);
    wait(given?.refreshToken ? Math.max(AGAIN, left - EARLY) : left);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** What the issuer says of a token's life wins over the token's own words: clocks differ. */
function endOf(given: Issued | null): number | null {
  return given?.expiresAt ?? claims.peek()?.expiresAt ?? null;
}

function leftOf(end: number | null): number {
  return end === null ? AGAIN : end - Date.now();
}
