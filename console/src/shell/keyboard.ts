/** Keys of the whole console; whoever is writing text keeps them. */

import { dialog } from "../state/dialogs";
import { wantedField } from "../state/wanted-field";
import { COMMANDS, showPalette } from "./commands";

const PATIENCE = 1200; // milliseconds between the keys of a chord
const ALIASES: Record<string, string> = { ArrowDown: "j", ArrowUp: "k" };
const BY_KEYS = new Map(COMMANDS.map((command) => [command.keys, command.run]));
const FIRST_OF_CHORD = new Set(
  COMMANDS.map(({ keys }) => keys.split(" ")).flatMap(([first, then]) => (then ? [first] : [])),
);

let chord = { first: "", until: 0 };

export function listenToKeys(): () => void {
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || dialog.peek()) return;
  if (isPaletteKey(event)) {
    event.preventDefault();
    showPalette();
    return;
  }
  if (event.metaKey || event.ctrlKey || event.altKey) return;
  if (isWriting(event.target)) {
    if (event.key === "Escape") (event.target as HTMLElement).blur();
  } else if (wantedField.peek()) {
    if (event.key === "Escape") wantedField.value = null;
    if (event.key === "Escape" || isKnown(event.key)) event.preventDefault();
  } else {
    act(event);
  }
}

function act(event: KeyboardEvent): void {
  const key = ALIASES[event.key] ?? event.key;
  const isSecond = performance.now() < chord.until;
  const run = BY_KEYS.get(isSecond ? `${chord.first} ${key}` : key);
  chord = { first: "", until: 0 };
  if (run) {
    event.preventDefault();
    run();
  } else if (!isSecond && FIRST_OF_CHORD.has(key)) {
    event.preventDefault();
    chord = { first: key, until: performance.now() + PATIENCE };
  }
}

function isKnown(key: string): boolean {
  return BY_KEYS.has(ALIASES[key] ?? key) || FIRST_OF_CHORD.has(key);
}

/** In a field as well, as everywhere else on the web. */
function isPaletteKey(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "k";
}

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches("input:not([type=checkbox]), textarea, select")
  );
}
