/**
 * What all tabs of a browser know of each other's sign-in, and no secret: that somebody has signed
 * in at an issuer, so that a new tab asks there without a word, and that he has signed out again.
 */

import { configuration } from "./configuration";
import { endSession, issued } from "./session";

const KEY = "faultbook.issuer";
const ASKED_KEY = "faultbook.asked-issuer";
const BETWEEN = 60_000; // milliseconds; an issuer whose tokens are refused here is not asked in a ring

export function rememberSignIn(): void {
  localStorage.setItem(KEY, configuration.peek().issuer);
}

/** The issuer knows nobody here any more; other tabs keep what they have. */
export function forgetSignIn(): void {
  localStorage.setItem(KEY, "");
}

/** Every tab that was signed in at the issuer ends. */
export function tellSignOut(): void {
  localStorage.removeItem(KEY);
}

/** Whether the issuer may be asked for a token without a question to anybody. */
export function mayAskSilently(): boolean {
  const { issuer } = configuration.peek();
  const asked = Number(sessionStorage.getItem(ASKED_KEY) ?? 0);
  return issuer !== "" && localStorage.getItem(KEY) === issuer && Date.now() - asked > BETWEEN;
}

export function noteSilentQuestion(): void {
  sessionStorage.setItem(ASKED_KEY, String(Date.now()));
}

/** `before`: what is still to be done with what the issuer gave this tab. The answer stops it. */
export function followSignOut(before: () => void): () => void {
  const onStorage = ({ key, newValue }: StorageEvent) => {
    if (key !== KEY || newValue !== null || !issued()) return;
    before();
    endSession("signed out");
  };
  window.addEventListener("storage", onStorage);
  return () => window.removeEventListener("storage", onStorage);
}
