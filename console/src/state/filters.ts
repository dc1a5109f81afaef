/** Filters and views in the address bar: what they mean there, and what is asked of the API. */

import { SEVERITIES, type Severity } from "../api/types";

const STATUSES = ["unresolved", "recent", "resolved", "all"] as const;
export type StatusFilter = (typeof STATUSES)[number];
export const VIEWS = ["faults", "statistics", "administration"] as const;
export type View = (typeof VIEWS)[number];

export const ORDERS = ["newest", "oldest", "severity"] as const;
export const GROUPINGS = ["type,site", "resource"] as const;
export type Grouping = (typeof GROUPINGS)[number];
export type ListOrder = (typeof ORDERS)[number];

export type Flag = "" | "true" | "false";

/** Empty: not filtered. `assignee` is a name or `me`. `span` is relative as `24h` or `7d`, `from` and `to` are ISO times; without `resolved_` they are of the opening. */
export interface Filters {
  status: StatusFilter;
  severities: readonly Severity[];
  acknowledged: Flag;
  snoozed: Flag;
  assignee: string;
  type: string;
  site: string;
  path: string;
  resource: string;
  q: string;
  span: string;
  from: string;
  to: string;
  resolved_from: string;
  resolved_to: string;
  order: ListOrder;
  /** Empty: fault by fault. */
  group: Grouping | "";
}

export interface Address {
  view: View;
  fault: string;
  filters: Filters;
}

export const NO_FILTERS: Filters = {
  status: "unresolved",
  severities: [],
  acknowledged: "",
  snoozed: "",
  assignee: "",
  type: "",
  site: "",
  path: "",
  resource: "",
  q: "",
  span: "",
  from: "",
  to: "",
  resolved_from: "",
  resolved_to: "",
  order: "newest",
  group: "",
};

const FLAGS = ["acknowledged", "snoozed"] as const;
const RESOLVED = ["resolved_from", "resolved_to"] as const;
const TEXTS = [
  "assignee",
  "type",
  "site",
  "path",
  "resource",
  "q",
  "from",
  "to",
  ...RESOLVED,
] as const;
const HOUR = 3_600_000;
const SPAN = /^(\d{1,4})(h|d)$/;

export function addressOf(search: string): Address {
  const query = new URLSearchParams(search);
  const filters: Filters = { ...NO_FILTERS };
  filters.status = oneOf(STATUSES, query.get("status")) ?? "unresolved";
  const severities = query.get("severity")?.toUpperCase().split(",") ?? [];
  filters.severities = SEVERITIES.filter((one) => severities.includes(one));
  for (const name of FLAGS) {
    filters[name] = oneOf(["true", "false"] as const, query.get(name)) ?? "";
  }
  filters.group = oneOf(GROUPINGS, query.get("group")) ?? "";
  filters.order = oneOf(ORDERS, query.get("order")) ?? "newest";
  for (const name of TEXTS) filters[name] = query.get(name) ?? "";
  const span = query.get("span") ?? "";
  filters.span = SPAN.test(span) ? span : "";
  return {
    view: oneOf(VIEWS, query.get("view")) ?? "faults",
    fault: query.get("fault") ?? "",
    filters,
  };
}

/** The shortest query that means the same; empty for the open faults. */
export function searchOf(address: Address): string {
  const query = new URLSearchParams();
  if (address.view !== "faults") query.set("view", address.view);
  const { filters } = address;
  for (const [name, value] of Object.entries(filters)) {
    if (typeof value !== "string") {
      if (value.length) query.set("severity", value.join(",").toLowerCase());
    } else if (value && value !== NO_FILTERS[name as keyof Filters]) {
      query.set(name, value);
    }
  }
  if (address.fault) query.set("fault", address.fault);
  // The address is read by people, and a query takes these as they are.
  const text = query
    .toString()
    .replaceAll("%7C", "|")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",");
  const isOneSegment = slashesAsBars(filters.path) !== filters.path;
  return text && `?${isOneSegment ? text : text.replaceAll("%2F", "/")}`;
}

/** What GET /fault takes. */
export function listQuery(filters: Filters, now: Date): URLSearchParams {
  const query = new URLSearchParams();
  if (filters.status !== "all") query.set("status", filters.status);
  for (const one of filters.severities) query.append("severity", one);
  for (const name of FLAGS) if (filters[name]) query.set(name, filters[name]);
  if (filters.assignee) query.set("assignee", filters.assignee);
  if (filters.type) query.set("type", filters.type);
  if (filters.site) query.set("site", filters.site);
  if (filters.path) query.set("path", filters.path);
  if (filters.resource) query.set("resource_id", filters.resource);
  if (filters.q) query.set("q", filters.q);
  const { from, to } = spanOf(filters, now);
  if (from) query.set("from", from);
  if (to) query.set("to", to);
  if (filters.status !== "unresolved") {
    for (const name of RESOLVED) if (filters[name]) query.set(name, filters[name]);
  }
  const order = orderOf(filters);
  if (order !== "newest") query.set("order", order);
  return query;
}

/** The gravest first is an order of open faults alone. */
export function orderOf({ status, order }: Filters): ListOrder {
  return order === "severity" && status !== "unresolved" ? "newest" : order;
}

/** What was resolved in a span is in the order of that, unless it is one of the opening as well. */
export function isByResolving(filters: Filters): boolean {
  if (filters.status === "recent") return true;
  const { span, from, to, resolved_from: since, resolved_to: until } = filters;
  return filters.status !== "unresolved" && Boolean(since || until) && !(span || from || to);
}

export function spanOf(filters: Filters, now: Date): { from: string; to: string } {
  const length = spanLength(filters.span);
  if (length === null) return { from: filters.from, to: filters.to };
  return { from: new Date(now.getTime() - length).toISOString(), to: "" };
}

/** Milliseconds; null for what is no relative span. */
export function spanLength(span: string): number | null {
  const parts = SPAN.exec(span);
  if (!parts) return null;
  return Number(parts[1]) * (parts[2] === "d" ? 24 * HOUR : HOUR);
}

/** Whether a person may have written it: the console encodes the slash of a segment. */
export function hasWrittenSlashes(search: string): boolean {
  const path = /[?&]path=([^&]*)/.exec(search)?.[1] ?? "";
  return path.includes("/") && !/\||%7C/i.test(path);
}

/** What a path means that somebody wrote with slashes; a segment may have slashes of its own. */
export function slashesAsBars(path: string): string {
  return path.includes("|") ? path : path.replaceAll("/", "|");
}

/** With it where it was not among them, without it where it was. */
export function toggled(chosen: readonly Severity[], one: Severity): Severity[] {
  return SEVERITIES.filter((known) => (known === one) !== chosen.includes(known));
}

/** How many filters narrow the list beyond its status; order and groups narrow nothing. */
export function narrowing(filters: Filters): number {
  const { status: _, order: __, group: ___, ...others } = filters;
  return Object.values(others).filter((value) => value.length > 0).length;
}

function oneOf<T extends string>(known: readonly T[], value: string | null | undefined): T | null {
  return known.find((one) => one === value) ?? null;
}
