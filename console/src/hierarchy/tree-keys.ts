/** Keys of a tree, as the ARIA practices have them. */

import { address, narrow } from "../state/address";
import { expanded, toggleNode } from "../state/tree";

export function moveInTree(event: KeyboardEvent): void {
  const item = (event.target as HTMLElement).closest<HTMLElement>("[role=treeitem]");
  const path = item?.dataset["path"];
  if (!item || !path || event.metaKey || event.ctrlKey || event.altKey) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act(item, path);
}

type Act = (item: HTMLElement, path: string) => void;

const KEYS: Record<string, Act> = {
  ArrowDown: (item) => focusBy(item, 1),
  ArrowUp: (item) => focusBy(item, -1),
  j: (item) => focusBy(item, 1),
  k: (item) => focusBy(item, -1),
  Home: (item) => items(item)[0]?.focus(),
  End: (item) => items(item).at(-1)?.focus(),
  ArrowRight: (item, path) => {
    if (!item.hasAttribute("aria-expanded")) return;
    if (expanded.peek().has(path)) focusBy(item, 1);
    else toggleNode(path, true);
  },
  ArrowLeft: (item, path) => {
    if (expanded.peek().has(path)) toggleNode(path, false);
    else parentOf(item)?.focus();
  },
  Enter: (_, path) => choose(path),
  " ": (_, path) => choose(path),
};

function choose(path: string): void {
  narrow({ path: address.peek().filters.path === path ? "" : path });
}

function focusBy(item: HTMLElement, by: number): void {
  const all = items(item);
  all[all.indexOf(item) + by]?.focus();
}

function parentOf(item: HTMLElement): HTMLElement | null {
  const group = item.closest("[role=group]");
  return group?.previousElementSibling instanceof HTMLElement ? group.previousElementSibling : null;
}

function items(item: HTMLElement): HTMLElement[] {
  const tree = item.closest("[role=tree]");
  return [...(tree?.querySelectorAll<HTMLElement>("[role=treeitem]") ?? [])];
}
