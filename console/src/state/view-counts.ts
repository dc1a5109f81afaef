/** How many faults each view has: one count of what is open tells most of them. */

import { signal } from "@preact/signals";
import { countFaults, type Counted } from "../api/groups";
import { claims, isGuest } from "../session/session";
import { addressOf, listQuery } from "./filters";
import { BUILT_IN, savedViews, type BuiltIn, type SavedView } from "./saved-views";

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
  Untouched: ({ facets }) => facets["acknowledged"]?.["false"] ?? 0,
  Mine: ({ facets }) => facets["assignee"]?.[claims.peek()?.subject ?? ""] ?? 0,
  Open: ({ count }) => count,
  "Critical and high": ({ facets: { severity } }) =>
    (severity?.["CRITICAL"] ?? 0) + (severity?.["HIGH"] ?? 0),
};

/** `isAll` false: only of what is open, which one question tells. */
export async function refreshViewCounts(isAll: boolean): Promise<void> {
  const open = await countFaults(OPEN);
  const found = new Map(viewCounts.peek());
  for (const [name, countOf] of Object.entries(OF_OPEN)) {
    found.set(name, { count: countOf(open), isExact: open.isExact });
  }
  if (isAll && !isGuest.peek()) await countOthers(found);
  viewCounts.value = found;
}

async function countOthers(found: Map<string, ViewCount>): Promise<void> {
  const others: SavedView[] = [
    ...BUILT_IN.filter(({ name }) => !(name in OF_OPEN)),
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
