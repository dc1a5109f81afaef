/** What the palette finds: commands, views, places of the hierarchy, and faults by their id. */

import { narrow, openFault, showFilters } from "../state/address";
import { addressOf } from "../state/filters";
import { wordsOfPath } from "../state/path-words";
import { BUILT_IN, savedViews } from "../state/saved-views";
import { knownPlaces } from "../state/tree";
import { COMMANDS } from "./commands";

export interface Entry {
  kind: "Command" | "View" | "Place" | "Fault" | "Search";
  words: string;
  keys: string;
  run: () => void;
}

const MOST = 50; // that are shown; more words find the rest
const FAULT_ID = /^flt_\w+$/;

export function entriesFor(text: string): Entry[] {
  const wanted = text.trim();
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [...commands(), ...views(), ...places()].filter((entry) => {
    const said = `${entry.kind} ${entry.words}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
  return [...found.slice(0, MOST), ...asTyped(wanted)];
}

function commands(): Entry[] {
  return COMMANDS.filter((command) => command.isOffered()).map(({ words, keys, run }) => ({
    kind: "Command",
    words,
    keys,
    run,
  }));
}

function views(): Entry[] {
  return [...BUILT_IN, ...savedViews.peek()].map(({ name, search }) => ({
    kind: "View",
    words: name,
    keys: "",
    run: () => showFilters(addressOf(search).filters),
  }));
}

function places(): Entry[] {
  return knownPlaces().map((path) => ({
    kind: "Place",
    words: wordsOfPath(path),
    keys: "",
    run: () => narrow({ path }),
  }));
}

/** What the text itself may be. */
function asTyped(text: string): Entry[] {
  if (!text) return [];
  const search: Entry = {
    kind: "Search",
    words: `“${text}” in messages, causes and devices`,
    keys: "",
    run: () => narrow({ q: text }),
  };
  if (!FAULT_ID.test(text)) return [search];
  return [{ kind: "Fault", words: text, keys: "", run: () => openFault(text) }, search];
}
