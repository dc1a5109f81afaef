/** The list of faults: loaded page by page, kept live by short polling. */

import { batch, signal } from "@preact/signals";
import { placeOf } from "../api/cursor";
import { listFaults } from "../api/faults";
import type { Fault, FaultPage } from "../api/types";
import { restatePath } from "./address";
import { NO_FILTERS, hasWrittenSlashes, listQuery, slashesAsBars, type Filters } from "./filters";
import { merged, positionOf, upToDate, type Order } from "./merge";
import { wordsOf } from "./words";

const PAGE = 50;
const LARGEST_PAGE = 100;
const PAGES_A_ROUND = 5; // 2,000 rows are all seen again within five rounds
const ANSWERS = 30; // that may be empty before somebody has to ask for more; each is of 1,000 faults

export type Loading = "loading" | "ready" | "failed";

export const faults = signal<Fault[]>([]);
export const loading = signal<Loading>("loading");
export const failure = signal<string>("");
export const hasMore = signal(false);
export const loadingMore = signal(false);
export const arrived = signal<ReadonlySet<string>>(new Set());

/** How far back was looked, as long as there is more; empty where that is not known. */
export const lookedBackTo = signal("");

/** Where a list goes on: `after` is the position of the border. */
interface Place {
  cursor: string;
  after: string;
  lastId: string | undefined;
}

const NOWHERE = "\uffff"; // behind every position: nothing is covered

let query = new URLSearchParams();
let order: Order = "opened";
let wanted: Filters = NO_FILTERS;
let tail: Place | null = null;
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
    lookedBackTo.value = "";
  });
  await loadFirst();
}

async function loadFirst(): Promise<void> {
  const { signal: aborted } = abort;
  try {
    const page = await readOn(null, aborted);
    if (!page.data.length && !page.meta.cursor && (await isOtherPath(aborted))) return;
    batch(() => {
      faults.value = page.data;
      endAt(page);
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
    const { after } = tail;
    const page = await readOn(tail.cursor, aborted);
    batch(() => {
      take(page, after);
      endAt(page);
    });
  } catch (error) {
    if (!aborted.aborted) failure.value = wordsOf(error);
  } finally {
    if (!aborted.aborted) loadingMore.value = false;
  }
}

/** One round: the newest page always, and some further ones, so that all of them have their turn. */
export async function refreshList(): Promise<void> {
  if (loading.peek() === "loading") return;
  if (loading.peek() === "failed") return loadFirst();
  if (!faults.peek().length && hasWrittenSlashes(location.search)) return loadFirst();
  const { signal: aborted } = abort;
  try {
    const top = await listFaults(query, aborted);
    const before = new Set(faults.peek().map((fault) => fault.id));
    if (aborted.aborted) return;
    take(top, null);
    const fresh = top.data.filter((fault) => !before.has(fault.id)).map((fault) => fault.id);
    if (fresh.length) arrived.value = new Set(fresh);
    await lookFurther(sweep ?? placeAfter(top), aborted);
  } catch {
    // The connection's state is shown at the top; the next round tries again.
  }
}

async function lookFurther(start: Place | null, aborted: AbortSignal): Promise<void> {
  sweep = start;
  for (let pages = 0; sweep && pages < PAGES_A_ROUND; pages += 1) {
    const place: Place = sweep;
    if (!reaches(place)) break;
    const page = await listFaults(from(place.cursor, LARGEST_PAGE), aborted);
    if (aborted.aborted) return;
    take(page, place.after);
    sweep = placeAfter(page);
  }
  if (sweep && !reaches(sweep)) sweep = null;
}

/** Goes on over answers that hold nothing, as those of a search may, within a budget. */
async function readOn(cursor: string | null, aborted: AbortSignal): Promise<FaultPage> {
  let page = await listFaults(cursor ? from(cursor) : query, aborted);
  for (let answers = 1; !page.data.length && answers < ANSWERS; answers += 1) {
    const next = page.meta.cursor;
    if (!next) break;
    lookedBackTo.value = timeOf(next);
    page = await listFaults(from(next), aborted);
  }
  return page;
}

/** In the address bar a path may be written with slashes; where that is what finds, it is shown. */
async function isOtherPath(aborted: AbortSignal): Promise<boolean> {
  if (!hasWrittenSlashes(location.search)) return false;
  const path = slashesAsBars(wanted.path);
  const other = listQuery({ ...wanted, path }, new Date());
  other.set("limit", "1");
  const page = await listFaults(other, aborted);
  if (!page.data.length && !page.meta.cursor) return false;
  restatePath(path);
  return true;
}

function endAt(page: FaultPage): void {
  tail = placeAfter(page);
  hasMore.value = tail !== null;
  lookedBackTo.value = page.meta.cursor ? timeOf(page.meta.cursor) : "";
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

/** After a deletion of ours; an answer from before it brings nothing back. */
export function dropFault(id: string): void {
  made.set(id, Number.POSITIVE_INFINITY);
  faults.value = faults.peek().filter((one) => one.id !== id);
}

function take(page: FaultPage, after: string | null): void {
  const before = faults.peek();
  const told = upToDate(page.data, before, made);
  const part = { faults: told, after, until: placeAfter(page)?.after ?? "" };
  const next = merged(before, part, order);
  const same = next.length === before.length && next.every((fault, i) => fault === before[i]);
  if (!same) faults.value = next;
}

function placeAfter(page: FaultPage): Place | null {
  const { cursor } = page.meta;
  if (!cursor) return null;
  const last = page.data.at(-1);
  const after = timeOf(cursor) || (last ? positionOf(last, order) : NOWHERE);
  return { cursor, after, lastId: last?.id };
}

/** Whether anything that is shown lies behind the place. */
function reaches(place: Place): boolean {
  const last = faults.peek().at(-1);
  if (!last || last.id === place.lastId) return false;
  return positionOf(last, order) <= place.after;
}

/** As positions are written; empty where the cursor does not tell. */
function timeOf(cursor: string): string {
  const at = placeOf(cursor);
  if (at === null) return "";
  const whole = new Date(Math.floor(at / 1000)).toISOString();
  return whole.replace("Z", `${String(at % 1000).padStart(3, "0")}Z`);
}

function from(cursor: string, limit = PAGE): URLSearchParams {
  const next = new URLSearchParams(query);
  next.set("limit", String(limit));
  next.set("cursor", cursor);
  return next;
}

function isOpen(fault: Fault): boolean {
  return fault.status === "unresolved";
}
