/** The tree's opened nodes; each level is one bounded question, asked when it is opened. */

import { computed, signal } from "@preact/signals";
import { listPlaces } from "../api/hierarchy";
import { added, type Level } from "./level";
import type { Place } from "../api/types";

const ANSWERS = 3; // for one level; the API looks through at most 1,000 faults for each

const levels = signal<ReadonlyMap<string, Level>>(new Map());
export const expanded = signal<ReadonlySet<string>>(new Set());
export const treeFailed = signal(false);

export const rootIsKnown = computed(() => levels.value.has(""));
export const isBounded = computed(() => [...levels.value.values()].some((one) => !one.isExact));

/** Null while it is being read. */
export function levelOf(path: string): Level | null {
  return levels.value.get(path) ?? null;
}

/** Paths of all nodes that were read, each below the one that holds it. */
export function knownPlaces(): string[] {
  const paths = [...levels.peek().values()].flatMap(({ nodes }) => nodes.map(({ path }) => path));
  return paths.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

export async function openTree(): Promise<void> {
  await load("");
}

export function toggleNode(path: string, open = !expanded.peek().has(path)): void {
  const next = new Set(expanded.peek());
  if (open) next.add(path);
  else next.delete(path);
  expanded.value = next;
  if (open) void load(path);
}

/** What is open is counted again; what is closed is forgotten. */
export async function refreshTree(): Promise<void> {
  if (!rootIsKnown.peek()) return;
  const open = [...levels.peek()].filter(([path]) => path === "" || expanded.peek().has(path));
  levels.value = new Map(open);
  for (const [path] of open) await load(path);
}

async function load(path: string): Promise<void> {
  try {
    levels.value = new Map(levels.peek()).set(path, await read(path));
    treeFailed.value = false;
  } catch {
    treeFailed.value = !rootIsKnown.peek(); // else what is known stays
  }
}

async function read(path: string): Promise<Level> {
  let nodes: Place[] = [];
  let cursor: string | null = null;
  for (let answers = 0; answers < ANSWERS; answers += 1) {
    const page = await listPlaces(path, cursor);
    nodes = added(nodes, page.data);
    cursor = page.meta.cursor;
    if (!cursor) return { nodes, isExact: true };
  }
  return { nodes, isExact: false };
}
