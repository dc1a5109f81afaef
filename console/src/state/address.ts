import { computed, signal } from "@preact/signals";
import { NO_FILTERS, addressOf, searchOf, type Address, type Filters, type View } from "./filters";

export const address = signal<Address>(addressOf(location.search));
export const filters = computed(() => address.value.filters);

window.addEventListener("popstate", () => {
  address.value = addressOf(location.search);
});

export function show(next: Address, replace = false): void {
  const target = `/${searchOf(next)}`;
  if (target !== `${location.pathname}${location.search}`) {
    history[replace ? "replaceState" : "pushState"](null, "", target);
  }
  address.value = next;
}

/** Replace: while a person is typing, one step back means the text before. */
export function narrow(patch: Partial<Filters>, replace = false): void {
  const now = address.peek().filters;
  show({ view: "faults", fault: "", filters: { ...now, ...patch } }, replace);
}

/** What serves several views leaves the view as it is. */
export function refine(patch: Partial<Filters>): void {
  const now = address.peek();
  show({ ...now, filters: { ...now.filters, ...patch } }, false);
}

export function showFilters(whole: Filters): void {
  show({ view: "faults", fault: "", filters: whole }, false);
}

export function clearFilters(): void {
  showFilters({ ...NO_FILTERS, status: address.peek().filters.status });
}

/** Stepping from fault to fault leaves one entry in the history, not one for each. */
export function openFault(id: string): void {
  const now = address.peek();
  show({ ...now, view: "faults", fault: id }, now.fault !== "");
}

export function closeFault(): void {
  show({ ...address.peek(), fault: "" }, false);
}

export function showView(view: View): void {
  show({ ...address.peek(), view, fault: "" }, false);
}

/** The same list by another spelling of its path. */
export function restatePath(path: string): void {
  const now = address.peek();
  show({ ...now, filters: { ...now.filters, path } }, true);
}

export function restoreAddress(search: string): void {
  history.replaceState(null, "", `/${search}`);
  address.value = addressOf(search);
}
