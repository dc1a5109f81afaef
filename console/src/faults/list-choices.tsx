/** What is listed, in which order, and in which groups. */

import { filters, narrow } from "../state/address";
import {
  GROUPINGS,
  ORDERS,
  orderOf,
  type Filters,
  type Grouping,
  type ListOrder,
  type StatusFilter,
} from "../state/filters";

/** Status and acknowledgement in one: what stands in the address, and its words. */
const STATES: [StatusFilter, Filters["acknowledged"], string][] = [
  ["unresolved", "", "Open"],
  ["unresolved", "false", "Untouched"],
  ["unresolved", "true", "Acknowledged"],
  ["recent", "", "Resolved today"],
  ["resolved", "", "Resolved"],
  ["all", "", "All"],
];
const ORDER_WORDS: Record<ListOrder, string> = {
  newest: "Newest first",
  oldest: "Oldest first",
  severity: "Gravest first",
};

export function StatusChoice() {
  const { status, acknowledged } = filters.value;
  return (
    <label class="field">
      <span class="unseen">Status</span>
      <select
        value={`${status} ${acknowledged}`}
        onChange={(event) => {
          const [is, seen] = event.currentTarget.value.split(" ") as [
            StatusFilter,
            Filters["acknowledged"],
          ];
          narrow({ status: is, acknowledged: seen });
        }}
      >
        {STATES.map(([is, seen, words]) => (
          <option key={words} value={`${is} ${seen}`}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** By severity only what is open is sorted. */
export function OrderChoice() {
  const known = ORDERS.filter((one) => one !== "severity" || filters.value.status === "unresolved");
  return (
    <label class="field">
      <span class="unseen">Order</span>
      <select
        value={orderOf(filters.value)}
        onChange={(event) => narrow({ order: event.currentTarget.value as ListOrder })}
      >
        {known.map((one) => (
          <option key={one} value={one}>
            {ORDER_WORDS[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

const GROUP_WORDS: Record<Grouping, string> = {
  "type,site": "By type and site",
  resource: "By device",
};

export function GroupChoice() {
  return (
    <label class="field">
      <span class="unseen">Groups</span>
      <select
        value={filters.value.group}
        onChange={(event) => narrow({ group: event.currentTarget.value as Grouping | "" })}
      >
        <option value="">No groups</option>
        {GROUPINGS.map((one) => (
          <option key={one} value={one}>
            {GROUP_WORDS[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
