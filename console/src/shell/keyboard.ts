/** Keys of the whole console; whoever is writing text keeps them. */

import type { Fault } from "../api/types";
import { rowOf } from "../faults/keep-place";
import { leaveFault } from "../faults/leave-fault";
import { mayWrite } from "../session/session";
import { address, openFault, showView } from "../state/address";
import { doTo } from "../state/deeds";
import { detail, detailState } from "../state/detail";
import { dialog } from "../state/dialogs";
import { faults } from "../state/live-list";
import {
  clearSelection,
  current,
  selected,
  selectedFaults,
  step,
  toggleSelected,
} from "../state/selection";
import { toggleTheme } from "../state/theme";
import { toggleDensity } from "../state/density";
import { toggleZone } from "../state/times";
import { undoLast } from "../state/toasts";
import { wantedField } from "../state/wanted-field";

const PATIENCE = 1200; // milliseconds between `g` and the next key
let chordUntil = 0;

export function listenToKeys(): () => void {
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
  if (dialog.peek()) return;
  if (isWriting(event.target)) {
    if (event.key === "Escape") (event.target as HTMLElement).blur();
    return;
  }
  if (wantedField.peek()) {
    if (event.key === "Escape") wantedField.value = null;
    if (event.key === "Escape" || event.key in KEYS) event.preventDefault();
    return;
  }
  const isChord = performance.now() < chordUntil;
  chordUntil = 0;
  const act = isChord ? CHORDS[event.key] : KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

const CHORDS: Record<string, () => void> = {
  l: () => {
    showView("faults");
    focusSoon(() => rowOf(document, current.peek()) ?? document.querySelector(".row"), "a");
  },
  t: () => {
    showView("faults");
    focusSoon(() => document.querySelector('[role=tree] [tabindex="0"]'));
  },
  s: () => showView("statistics"),
};

const KEYS: Record<string, () => void> = {
  g: () => {
    chordUntil = performance.now() + PATIENCE;
  },
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => move(1),
  ArrowUp: () => move(-1),
  Enter: () => {
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused.matches("a, button, summary")) focused.click();
    else if (current.peek()) openFault(current.peek());
  },
  Escape: escape,
  x: () => mayWrite.peek() && current.peek() && toggleSelected(current.peek()),
  X: () => mayWrite.peek() && current.peek() && toggleSelected(current.peek(), true),
  a: acknowledge,
  r: resolve,
  c: comment,
  u: undoLast,
  t: toggleTheme,
  d: toggleDensity,
  z: toggleZone,
  s: () => {
    if (mayWrite.peek()) dialog.value = { name: "share" };
  },
  "/": () => {
    showView("faults");
    wantedField.value = "search";
  },
  "?": () => {
    dialog.value = { name: "help" };
  },
};

function move(by: number): void {
  const id = step(by);
  const link = rowOf(document, id)?.querySelector<HTMLElement>(".row-link");
  link?.focus({ preventScroll: true });
  link?.scrollIntoView({ block: "nearest" });
  if (id && address.peek().fault) openFault(id);
}

function escape(): void {
  if (selected.peek().size) clearSelection();
  else if (address.peek().fault) leaveFault();
}

/** The selected faults; without any the one that is open, or that the keyboard is on. */
function meant(): Fault[] {
  if (!mayWrite.peek()) return [];
  if (selectedFaults.peek().length) return selectedFaults.peek();
  const open = detail.peek();
  if (address.peek().fault && open) return [open];
  return faults.peek().filter((fault) => fault.id === current.peek());
}

function acknowledge(): void {
  const them = meant();
  if (!them.length) return;
  const all = them.every((fault) => fault.acknowledged_at !== null);
  void doTo(all ? "unacknowledge" : "acknowledge", them);
}

function resolve(): void {
  const them = meant();
  if (!them.length) return;
  if (them.every((fault) => fault.status === "resolved")) void doTo("reopen", them);
  else dialog.value = { name: "resolve", faults: them };
}

function comment(): void {
  const wanted = address.peek().fault || current.peek();
  if (!mayWrite.peek() || !wanted || cannotCome()) return;
  wantedField.value = "comment";
  if (!address.peek().fault) openFault(wanted);
}

/** The fault that is open was not found, so that no box for its comment will ever be drawn. */
function cannotCome(): boolean {
  return Boolean(address.peek().fault) && ["missing", "failed"].includes(detailState.peek());
}

/** After the page was drawn; `inside`: what to focus within it. */
function focusSoon(find: () => Element | null, inside = ""): void {
  setTimeout(() => {
    const found = find();
    const target = inside ? (found?.querySelector(inside) ?? found) : found;
    if (target instanceof HTMLElement) target.focus();
  }, 30);
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select")
  );
}
