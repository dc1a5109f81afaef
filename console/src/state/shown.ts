/** What the middle of the page shows: faults, or groups of them. */

import { computed } from "@preact/signals";
import { filters } from "./address";
import type { Filters } from "./filters";
import { groups, keyOf, openGroups, refreshGroups } from "./groups";
import { faults, openList, refreshList } from "./live-list";

/** Of the rows, from top to bottom. */
export const rowIds = computed(() =>
  filters.value.group ? groups.value.map(keyOf) : faults.value.map((fault) => fault.id),
);

export function openShown(asked: Filters): Promise<void> {
  return asked.group ? openGroups(asked) : openList(asked);
}

export function refreshShown(isFurther = false): Promise<void> {
  return filters.peek().group ? refreshGroups() : refreshList(isFurther);
}
