/** All that can be done by a key or by the palette: one table for both, and for the help. */

import { SEVERITIES, type Severity } from "../api/types";
import { leaveFault } from "../faults/leave-fault";
import { rowOf } from "../faults/keep-place";
import { isGuest, mayAdminister, mayWrite } from "../session/session";
import {
  address,
  filters,
  narrow,
  openFault,
  refine,
  showFilters,
  showView,
} from "../state/address";
import { toggleDensity } from "../state/density";
import { dialog } from "../state/dialogs";
import { addressOf, toggled, type Grouping } from "../state/filters";
import { faults } from "../state/live-list";
import { searchOfBuiltIn, type BuiltIn } from "../state/saved-views";
import {
  areAllSelected,
  clearSelection,
  current,
  selectAll,
  selected,
  step,
} from "../state/selection";
import { toggleTheme } from "../state/theme";
import { toggleZone } from "../state/times";
import { undoLast } from "../state/toasts";
import { severityWord } from "../state/words";
import { wantedField } from "../state/wanted-field";
import * as act from "./act";
import { signOut } from "./sign-out";

export const GROUPS = ["Move", "Act on the selected, or on this one", "Filter", "Console"] as const;
const [MOVE, ACT, FILTER, CONSOLE] = GROUPS;

export interface Command {
  group: (typeof GROUPS)[number];
  /** A key, or two of which the second follows the first; empty: only by the palette. */
  keys: string;
  words: string;
  run: () => void;
  /** Whether the palette offers it now; false for what only a key makes sense for. */
  isOffered: () => boolean;
}

const always = () => true;
const never = () => false;

function command(
  group: Command["group"],
  keys: string,
  words: string,
  run: () => void,
  isOffered = always,
): Command {
  return { group, keys, words, run, isOffered };
}

export const COMMANDS: Command[] = [
  command(MOVE, "j", "Next fault", () => move(1), never),
  command(MOVE, "k", "Previous fault", () => move(-1), never),
  command(MOVE, "Home", "First fault", () => move(-Infinity), never),
  command(MOVE, "End", "Last one of those that are loaded", () => move(Infinity), never),
  command(MOVE, "Enter", "Open it", enter, never),
  command(MOVE, "Escape", "Close, or clear the selection", escape, never),
  command(MOVE, "/", "Search", search),
  command(MOVE, "g l", "Go to the list", goToList),
  command(MOVE, "g t", "Go to the hierarchy", goToTree),
  command(MOVE, "g s", "Go to the statistics", () => showView("statistics")),
  command(MOVE, "g u", "Go to what nobody has touched", () => showBuiltIn("Untouched"), never),
  command(MOVE, "g m", "Go to what is mine", () => showBuiltIn("Mine"), never),
  command(MOVE, "g o", "Go to all that is open", () => showBuiltIn("Open"), never),
  command(MOVE, "g a", "Go to the administration", goToAdministration, mayAdministerNow),
  command(ACT, "x", "Select", () => act.select(false), never),
  command(ACT, "X", "Select up to here", () => act.select(true), never),
  command(ACT, "a", "Acknowledge, or take it back", act.acknowledge, act.isAnyMeant),
  command(ACT, "r", "Resolve, or reopen", act.resolve, act.isAnyMeant),
  command(ACT, "i", "It is mine, or nobody's", act.assign, act.isAnyMeant),
  command(ACT, "I", "Assign to somebody", act.assignToSomebody, act.isAnyMeant),
  command(ACT, "h", "Leave alone for a while", act.snooze, act.isAnyMeant),
  command(ACT, "c", "Comment", act.comment, act.isAnyMeant),
  command(ACT, "e", "Correct severity, texts and place", act.correct, act.isAnyMeant),
  command(ACT, "Delete", "Delete", act.remove, act.isAnyMeant),
  command(ACT, "u", "Undo the last", undoLast),
  command(FILTER, "o", "In groups of type and site, or fault by fault", () => group("type,site")),
  command(FILTER, "O", "In groups of devices, or fault by fault", () => group("resource")),
  command(ACT, "A", "All that match, shown or not", selectAllThatMatch, isAnyListed),
  ...SEVERITIES.map((severity, index) =>
    command(FILTER, String(index + 1), `${severityWord(severity)} only, or as well`, () =>
      toggleSeverity(severity),
    ),
  ),
  command(CONSOLE, "Ctrl-k", "All commands, views and places", showPalette, never),
  command(CONSOLE, "n", "Report a fault", () => show("report"), mayWriteNow),
  command(CONSOLE, "s", "Share the open faults", () => show("share"), mayWriteNow),
  command(CONSOLE, "v", "Save this view", () => show("save view")),
  command(CONSOLE, "t", "Dark or light", toggleTheme),
  command(CONSOLE, "d", "Dense or comfortable rows", toggleDensity),
  command(CONSOLE, "z", "Local time or UTC", toggleZone),
  command(CONSOLE, "?", "These keys", () => show("help")),
  command(CONSOLE, "", "Sign out", signOut),
];

function group(by: Grouping): void {
  if (isGuest.peek()) return;
  const now = filters.peek().group;
  narrow({ group: now === by ? "" : by });
}

function selectAllThatMatch(): void {
  if (!isAnyListed()) return;
  selectAll();
  areAllSelected.value = true;
}

function isAnyListed(): boolean {
  return mayWrite.peek() && !filters.peek().group && faults.peek().length > 0;
}

function toggleSeverity(severity: Severity): void {
  refine({ severities: toggled(filters.peek().severities, severity) });
}

function showBuiltIn(name: BuiltIn): void {
  showFilters(addressOf(searchOfBuiltIn(name)).filters);
}

export function showPalette(): void {
  dialog.value = { name: "palette" };
}

function show(name: "help" | "report" | "share" | "save view"): void {
  if ((name === "share" || name === "report") && !mayWrite.peek()) return;
  dialog.value = { name };
}

function mayAdministerNow(): boolean {
  return mayAdminister.peek();
}

function goToAdministration(): void {
  if (mayAdminister.peek()) showView("administration");
}

function mayWriteNow(): boolean {
  return mayWrite.peek();
}

function move(by: number): void {
  const id = step(by);
  const link = rowOf(document, id)?.querySelector<HTMLElement>(".row-link");
  link?.focus({ preventScroll: true });
  link?.scrollIntoView({ block: "nearest" });
  if (id && address.peek().fault && !filters.peek().group) openFault(id);
}

function enter(): void {
  const focused = document.activeElement;
  if (focused instanceof HTMLElement && focused.matches("a, button, summary")) focused.click();
  else rowOf(document, current.peek())?.querySelector<HTMLElement>(".row-link")?.click();
}

function escape(): void {
  if (selected.peek().size) clearSelection();
  else if (address.peek().fault) leaveFault();
}

function search(): void {
  showView("faults");
  wantedField.value = "search";
}

function goToList(): void {
  showView("faults");
  focusSoon(() => rowOf(document, current.peek()) ?? document.querySelector(".row"), "a");
}

function goToTree(): void {
  showView("faults");
  focusSoon(() => document.querySelector('[role=tree] [tabindex="0"]'));
}

/** After the page was drawn; `inside`: what to focus within it. */
function focusSoon(find: () => Element | null, inside = ""): void {
  setTimeout(() => {
    const found = find();
    const target = inside ? (found?.querySelector(inside) ?? found) : found;
    if (target instanceof HTMLElement) target.focus();
  }, 30);
}
