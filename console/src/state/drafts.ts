/** Comments that were begun and not sent, by fault, for as long as the tab lives. */

const KEY = "faultbook.drafts";
const MOST = 50; // the oldest one goes first

export function draftOf(id: string): string {
  return read().find(([of]) => of === id)?.[1] ?? "";
}

export function keepDraft(id: string, text: string): void {
  const others = read().filter(([of]) => of !== id);
  const drafts = text ? [...others, [id, text]] : others;
  sessionStorage.setItem(KEY, JSON.stringify(drafts.slice(-MOST)));
}

export function forgetDrafts(): void {
  sessionStorage.removeItem(KEY);
}

function read(): [string, string][] {
  return JSON.parse(sessionStorage.getItem(KEY) ?? "[]") as [string, string][];
}
