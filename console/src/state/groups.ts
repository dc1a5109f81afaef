/** The list in groups of what is alike, counted under its filters. */

import { batch, signal } from "@preact/signals";
import { groupFaults, type Group, type GroupPage } from "../api/groups";
import { show } from "./address";
import { listQuery, type Filters } from "./filters";
import { wordsOf } from "./words";

export const groups = signal<Group[]>([]);
export const groupsState = signal<"loading" | "ready" | "failed">("loading");
export const groupsFailure = signal("");
/** False: only the newest faults are counted. */
export const groupsAreWhole = signal(true);

let wanted: Filters | null = null;
let abort = new AbortController();

export async function openGroups(filters: Filters): Promise<void> {
  abort.abort();
  abort = new AbortController();
  wanted = filters;
  batch(() => {
    groups.value = [];
    groupsState.value = "loading";
  });
  await refreshGroups();
}

export async function refreshGroups(): Promise<void> {
  const { signal: aborted } = abort;
  if (!wanted?.group) return;
  try {
    adopt(await groupFaults(listQuery(wanted, new Date()), wanted.group, aborted));
  } catch (error) {
    if (aborted.aborted || groupsState.peek() === "ready") return; // what is known stays
    batch(() => {
      groupsState.value = "failed";
      groupsFailure.value = wordsOf(error);
    });
  }
}

function adopt(page: GroupPage): void {
  batch(() => {
    groups.value = page.groups;
    groupsAreWhole.value = page.isExact;
    groupsState.value = "ready";
  });
}

/** As text, so that the keyboard can be on it. */
export function keyOf(group: Group): string {
  return JSON.stringify(group.key);
}

/** The list of its faults, under the filters that it was counted under. */
export function filtersOf(group: Group, filters: Filters): Filters {
  const { resource_id: resource, ...others } = group.key;
  return { ...filters, ...others, ...(resource === undefined ? {} : { resource }), group: "" };
}

export function openGroup(group: Group, filters: Filters): void {
  show({ view: "faults", fault: "", filters: filtersOf(group, filters) });
}
