/** Filters under a name of one's own; in this browser only, and never anything secret. */

import { effect, signal } from "@preact/signals";
import { addressOf, searchOf, type Filters } from "./filters";

export interface SavedView {
  name: string;
  search: string;
}

export const BUILT_IN = [
  { name: "Untouched", search: "?acknowledged=false&snoozed=false&order=severity" },
  { name: "Mine", search: "?assignee=me" },
  { name: "Open", search: "" },
  { name: "Critical and high", search: "?severity=critical,high" },
  { name: "Resolved today", search: "?status=recent" },
  { name: "Everything", search: "?status=all" },
] as const;
export type BuiltIn = (typeof BUILT_IN)[number]["name"];

export function searchOfBuiltIn(name: BuiltIn): string {
  return BUILT_IN.find((view) => view.name === name)?.search ?? "";
}

/** Those that show open faults alone, which is all that a link shows, and are nobody's own. */
export const OF_OPEN = BUILT_IN.filter(({ search }) => {
  const { status, assignee } = addressOf(search).filters;
  return status === "unresolved" && !assignee;
});

const KEY = "faultbook.views";

export const savedViews = signal<SavedView[]>(read());

effect(() => {
  localStorage.setItem(KEY, JSON.stringify(savedViews.value));
});

export function saveView(name: string, filters: Filters): void {
  const view = { name, search: searchOf({ view: "faults", fault: "", filters }) };
  savedViews.value = [...savedViews.peek().filter((one) => one.name !== name), view];
}

export function removeView(name: string): void {
  savedViews.value = savedViews.peek().filter((one) => one.name !== name);
}

export function isShown(view: SavedView, filters: Filters): boolean {
  return searchOf({ view: "faults", fault: "", filters }) === normal(view.search);
}

function normal(search: string): string {
  return searchOf({ ...addressOf(search), view: "faults", fault: "" });
}

function read(): SavedView[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isSavedView) : [];
  } catch {
    return []; // somebody else's text under our name
  }
}

function isSavedView(value: unknown): value is SavedView {
  const { name, search } = (value ?? {}) as Partial<SavedView>;
  return typeof name === "string" && typeof search === "string";
}
