/** The list of faults: loaded page by page, kept live by short polling. */

import { batch, signal } from "@preact/signals";
import { listFaults } from "../api/faults";
import type { Fault, FaultPage } from "../api/types";
import { NO_FILTERS, listQuery, type Filters } from "./filters";
import { merged, positionOf, upToDate, type Order } from "./merge";
import { wordsOf } from "./words";

const PAGE = 50;

export type Loading = "loading" | "ready" | "failed";

export const faults = signal<Fault[]>([]);
export const loading = signal<Loading>("loading");
export const failure = signal<string>("");
export const hasMore = signal(false);
export const loadingMore = signal(false);
export const arrived = signal<ReadonlySet<string>>(new Set());

interface Place {
  cursor: string;
  after: Fault;
}

let query = new URLSearchParams();
let order: Order = "opened";
let wanted: Filters = NO_FILTERS;
let tail: string | null = null;
let sweep: Place | null = null;
let abort = new AbortController();
/** Versions that this console made itself: an answer from before them is out of date. */
const made = new Map<string, number>();

export async function openList(filters: Filters): Promise<void> {
  abort.abort();
  abort = new AbortController();
  batch(() => {
    wanted = filters;
    order = filters.status === "recent" ? "resolved" : "opened";
    query = listQuery(filters, new Date());
    query.set("limit", String(PAGE));
    tail = sweep = null;
    faults.value = [];
    arrived.value = new Set();
    loading.value = "loading";
    hasMore.value = loadingMore.value = false;
  });
  await loadFirst();
}

async function loadFirst(): Promise<void> {
  const { signal: aborted } = abort;
  try {
    const page = await listFaults(query, aborted);
    batch(() => {
      faults.value = page.data;
      tail = page.meta.cursor;
      hasMore.value = page.meta.has_more;
      loading.value = "ready";
    });
  } catch (error) {
    if (aborted.aborted) return;
    batch(() => {
      loading.value = "failed";
      failure.value = wordsOf(error);
    });
  }
}

export async function loadMore(): Promise<void> {
  if (!tail || loadingMore.peek()) return;
  loadingMore.value = true;
  const { signal: aborted } = abort;
  try {
    const after = faults.peek().at(-1) ?? null;
    const page = await listFaults(from(tail), aborted);
    batch(() => {
      take(page, after);
      tail = page.meta.cursor;
      hasMore.value = page.meta.has_more;
    });
  } catch (error) {
    if (!aborted.aborted) failure.value = wordsOf(error);
  } finally {
    if (!aborted.aborted) loadingMore.value = false;
  }
}

/** One round: the newest page always, and one further page, so that all of them have their turn. */
export async function refreshList(): Promise<void> {
  if (loading.peek() === "loading") return;
  if (loading.peek() === "failed") return loadFirst();
  const { signal: aborted } = abort;
  try {
    const top = await listFaults(query, aborted);
    const before = new Set(faults.peek().map((fault) => fault.id));
    if (aborted.aborted) return;
    take(top, null);
    const fresh = top.data.filter((fault) => !before.has(fault.id)).map((fault) => fault.id);
    if (fresh.length) arrived.value = new Set(fresh);
    const place = sweep ?? placeAfter(top);
    if (!place || !reaches(place)) {
      sweep = null;
      return;
    }
    const page = await listFaults(from(place.cursor), aborted);
    if (aborted.aborted) return;
    take(page, place.after);
    sweep = placeAfter(page);
  } catch {
    // The connection's state is shown at the top; the next round tries again.
  }
}

/** After a change of ours: the row is as the answer says, and leaves where it fits no more. */
export function replaceFault(fault: Fault): void {
  made.set(fault.id, fault.version);
  const fits = wanted.status === "all" || (wanted.status === "unresolved") === isOpen(fault);
  const held = faults.peek();
  if (held.some((one) => one.id === fault.id)) {
    faults.value = fits
      ? held.map((one) => (one.id === fault.id ? fault : one))
      : held.filter((one) => one.id !== fault.id);
  } else if (fits) {
    void refreshList();
  }
}

function take(page: FaultPage, after: Fault | null): void {
  const before = faults.peek();
  const told = upToDate(page.data, before, made);
  const part = { faults: told, after, isLast: !page.meta.has_more };
  const next = merged(before, part, order);
  const same = next.length === before.length && next.every((fault, i) => fault === before[i]);
  if (!same) faults.value = next;
}

function placeAfter(page: FaultPage): Place | null {
  const after = page.data.at(-1);
  return page.meta.cursor && after ? { cursor: page.meta.cursor, after } : null;
}

/** Whether anything that is shown lies behind the place. */
function reaches(place: Place): boolean {
  const last = faults.peek().at(-1);
  if (!last || last.id === place.after.id) return false;
  return positionOf(last, order) <= positionOf(place.after, order);
}

function from(cursor: string): URLSearchParams {
  const next = new URLSearchParams(query);
  next.set("cursor", cursor);
  return next;
}

function isOpen(fault: Fault): boolean {
  return fault.status === "unresolved";
}
