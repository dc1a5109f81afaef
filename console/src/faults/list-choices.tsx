/** What is listed, in which order, and in which groups. */

import { filters, narrow } from "../state/address";
import {
  GROUPINGS,
  ORDERS,
  orderOf,
  type Flag,
  type Grouping,
  type ListOrder,
  type StatusFilter,
} from "../state/filters";

/** Status, acknowledgement and snooze in one. */
const STATES: [StatusFilter, acknowledged: Flag, snoozed: Flag, words: string][] = [
  ["unresolved", "", "", "Open"],
  ["unresolved", "false", "false", "Untouched"],
  ["unresolved", "true", "", "Acknowledged"],
  ["unresolved", "", "true", "Left alone"],
  ["recent", "", "", "Resolved today"],
  ["resolved", "", "", "Resolved"],
  ["all", "", "", "All"],
];
const ORDER_WORDS: Record<ListOrder, string> = {
  newest: "Newest first",
  oldest: "Oldest first",
  severity: "Gravest first",
};

export function StatusChoice() {
  const { status, acknowledged, snoozed } = filters.value;
  const at = STATES.findIndex(
    ([one, isSeen, isSnoozed]) =>
      one === status && isSeen === acknowledged && isSnoozed === snoozed,
  );
  return (
    <label class="field">
      <span class="unseen">Status</span>
      <select
        value={at}
        onChange={(event) => {
          const chosen = STATES[Number(event.currentTarget.value)];
          if (!chosen) return;
          const [status, acknowledged, snoozed] = chosen;
          narrow({ status, acknowledged, snoozed, resolved_from: "", resolved_to: "" });
        }}
      >
        {at < 0 && <option value={at}>Others</option>}
        {STATES.map(([, , , words], index) => (
          <option key={words} value={index}>
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
