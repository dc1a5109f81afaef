/** The tree's opened nodes. A whole sample serves all levels below it; others ask for their own. */

import { computed, signal } from "@preact/signals";
import { sampleOf, type Sample } from "./read-sample";
import { childrenOf, isWithin, type Node } from "./sample";

const samples = signal<ReadonlyMap<string, Sample>>(new Map());
export const expanded = signal<ReadonlySet<string>>(new Set());
export const treeFailed = signal(false);

export const rootIsKnown = computed(() => samples.value.has(""));
export const isBounded = computed(() => [...samples.value.values()].some((one) => !one.isWhole));

export interface Level {
  nodes: Node[];
  /** False: the counts are lower bounds. */
  isExact: boolean;
  isKnown: boolean;
}

export function levelOf(path: string): Level {
  const sample = nearest(path);
  if (!sample) return { nodes: [], isExact: false, isKnown: false };
  return { nodes: childrenOf(path, sample.sightings), isExact: sample.isWhole, isKnown: true };
}

export async function openTree(): Promise<void> {
  await load("");
}

export function toggleNode(path: string, open = !expanded.peek().has(path)): void {
  const next = new Set(expanded.peek());
  if (open) next.add(path);
  else next.delete(path);
  expanded.value = next;
  if (open && !nearest(path)?.isWhole) void load(path);
}

/** What is open is counted again, from the top, because a whole sample needs no others below. */
export async function refreshTree(): Promise<void> {
  if (!rootIsKnown.peek()) return;
  const paths = [...samples.peek().keys()].sort((a, b) => a.length - b.length);
  for (const path of paths) {
    const isOpen = path === "" || expanded.peek().has(path);
    const above = path && nearest(path.split("|").slice(0, -1).join("|"));
    if (!isOpen || (above && above.isWhole)) forget(path);
    else await load(path);
  }
}

async function load(path: string): Promise<void> {
  try {
    const sample = await sampleOf(path);
    samples.value = new Map(samples.peek()).set(path, sample);
    treeFailed.value = false;
  } catch {
    treeFailed.value = !samples.peek().size;
  }
}

function forget(path: string): void {
  const next = new Map(samples.peek());
  next.delete(path);
  samples.value = next;
}

/** A whole sample of the node or above it; else the node's own; else the nearest lower bound. */
function nearest(path: string): Sample | null {
  const above = [...samples.value.entries()]
    .filter(([one]) => isWithin(path, one))
    .sort(([a], [b]) => b.length - a.length);
  const whole = above.find(([, sample]) => sample.isWhole);
  return (whole ?? above[0])?.[1] ?? null;
}
