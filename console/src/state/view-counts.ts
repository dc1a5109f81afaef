/** How many faults each view has: a count of what is open tells most of them. */

import { signal } from "@preact/signals";
import { countFaults, type Counted } from "../api/groups";
import { claims, isGuest } from "../session/session";
import { addressOf, listQuery } from "./filters";
import { BUILT_IN, savedViews, searchOfBuiltIn, type BuiltIn, type SavedView } from "./saved-views";

export interface ViewCount {
  count: number;
  isExact: boolean;
}

const OPEN = new URLSearchParams({ status: "unresolved" });

export function forgetViewCounts(): void {
  viewCounts.value = new Map();
}

export const viewCounts = signal<ReadonlyMap<string, ViewCount>>(new Map());

type Count = (open: Counted) => number;
const OF_OPEN: Partial<Record<BuiltIn, Count>> = {
  Mine: ({ facets }) => facets["assignee"]?.[claims.peek()?.subject ?? ""] ?? 0,
  Open: ({ count }) => count,
  "Critical and high": ({ facets: { severity } }) =>
    (severity?.["CRITICAL"] ?? 0) + (severity?.["HIGH"] ?? 0),
};

/** `isAll` false: only of what is open, which two questions tell. */
export async function refreshViewCounts(isAll: boolean): Promise<void> {
  const [open, untouched] = await Promise.all([
    countFaults(OPEN),
    countFaults(listQuery(addressOf(searchOfBuiltIn("Untouched")).filters, new Date())),
  ]);
  const found = new Map(viewCounts.peek());
  found.set("Untouched", { count: untouched.count, isExact: untouched.isExact });
  for (const [name, countOf] of Object.entries(OF_OPEN)) {
    found.set(name, { count: countOf(open), isExact: open.isExact });
  }
  if (isAll && !isGuest.peek()) await countOthers(found);
  viewCounts.value = found;
}

async function countOthers(found: Map<string, ViewCount>): Promise<void> {
  const others: SavedView[] = [
    ...BUILT_IN.filter(({ name }) => name !== "Untouched" && !(name in OF_OPEN)),
    ...savedViews.peek(),
  ];
  await Promise.all(
    others.map(async ({ name, search }) => {
      const query = listQuery(addressOf(search).filters, new Date());
      const { count, isExact } = await countFaults(query);
      found.set(name, { count, isExact });
    }),
  );
}
