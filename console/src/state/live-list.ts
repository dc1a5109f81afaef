/** The list of faults: loaded page by page, kept live by short polling. */

import { batch, signal } from "@preact/signals";
import { placeOf } from "../api/cursor";
import { listFaults } from "../api/faults";
import { narrowed } from "../api/narrowed";
import type { Fault, FaultPage } from "../api/types";
import { restatePath } from "./address";
import {
  NO_FILTERS,
  hasWrittenSlashes,
  isByResolving,
  listQuery,
  orderOf,
  slashesAsBars,
  type Filters,
} from "./filters";
import { fits } from "./fits";
import { merged, positionAt, positionOf, upToDate, type Order } from "./merge";
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
/** False: there are more open faults than are sorted by their severity. */
export const isComplete = signal(true);
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
    order = listedBy(filters);
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

function listedBy(filters: Filters): Order {
  const asked = orderOf(filters);
  if (asked === "severity") return asked;
  if (isByResolving(filters)) return asked === "oldest" ? "resolved, oldest" : "resolved";
  return asked === "oldest" ? asked : "opened";
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

/** The newest page; `isFurther`: and some more, so that all of them have their turn. */
export async function refreshList(isFurther = false): Promise<void> {
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
    if (isFurther) await lookFurther(sweep ?? placeAfter(top), aborted);
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
  isComplete.value = page.meta.complete;
  tail = placeAfter(page);
  hasMore.value = tail !== null;
  lookedBackTo.value = page.meta.cursor ? timeOf(page.meta.cursor) : "";
}

/** After a change of ours: the row is as the answer says, and leaves where it fits no more. */
export function replaceFault(fault: Fault): void {
  made.set(fault.id, fault.version);
  const isListed = fits(wanted, fault);
  const held = faults.peek();
  if (held.some((one) => one.id === fault.id)) {
    faults.value = isListed
      ? held.map((one) => (one.id === fault.id ? fault : one))
      : held.filter((one) => one.id !== fault.id);
  } else if (isListed) {
    void refreshList();
  }
  goOnWhereEmpty();
}

/** As somebody else left it: the row is so, leaves, or comes to its place among those loaded. */
export function adoptNews(fault: Fault): void {
  if (loading.peek() !== "ready" || fault.version < (made.get(fault.id) ?? 0)) return;
  const held = faults.peek();
  const known = held.find((one) => one.id === fault.id);
  if (known && known.version >= fault.version) return;
  const others = held.filter((one) => one.id !== fault.id);
  if (isWanted(fault) && isLoaded(fault)) {
    const nothing = { faults: [fault], after: "", until: NOWHERE };
    faults.value = merged(others, nothing, order);
  } else if (known) {
    faults.value = others;
  }
  goOnWhereEmpty();
}

/** When all that was loaded has left, the next page takes its place. */
function goOnWhereEmpty(): void {
  if (!faults.peek().length) void loadMore();
}

function isWanted(fault: Fault): boolean {
  const unchanging = new URLSearchParams(query);
  unchanging.delete("assignee");
  return fits(wanted, fault) && narrowed([fault], unchanging).data.length > 0;
}

/** What lies behind the last page comes with its own page. */
function isLoaded(fault: Fault): boolean {
  return tail === null || positionOf(fault, order) > tail.after;
}

/** After a deletion; an answer from before it brings nothing back. */
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
  const after = positionIn(cursor) || (last ? positionOf(last, order) : NOWHERE);
  return { cursor, after, lastId: last?.id };
}

/** Whether anything that is shown lies behind the place. */
function reaches(place: Place): boolean {
  const last = faults.peek().at(-1);
  if (!last || last.id === place.lastId) return false;
  return positionOf(last, order) <= place.after;
}

function positionIn(cursor: string): string {
  const at = timeOf(cursor);
  return at && positionAt(at, placeOf(cursor)?.severity ?? null, order);
}

/** With six digits of fraction; empty where the cursor does not tell. */
function timeOf(cursor: string): string {
  const place = placeOf(cursor);
  if (place === null) return "";
  const whole = new Date(Math.floor(place.microseconds / 1000)).toISOString();
  return whole.replace("Z", `${String(place.microseconds % 1000).padStart(3, "0")}Z`);
}

function from(cursor: string, limit = PAGE): URLSearchParams {
  const next = new URLSearchParams(query);
  next.set("limit", String(limit));
  next.set("cursor", cursor);
  return next;
}
