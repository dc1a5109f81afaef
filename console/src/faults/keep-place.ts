/** New rows come in on top; what is being read stays where it is on the screen. */

import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { current } from "../state/selection";

const AT_TOP = 4; // pixels

/** Called while drawing: the place is measured before the rows change and restored after. */
export function useKeptPlace(scroller: RefObject<HTMLElement | null>, key: unknown): void {
  const place = useRef<{ id: string; top: number } | null>(null);
  const before = useRef<unknown>(undefined);
  if (before.current !== key && scroller.current) place.current = placeIn(scroller.current);
  useLayoutEffect(() => {
    before.current = key;
    const element = scroller.current;
    const kept = place.current;
    place.current = null;
    if (!element || !kept) return;
    const row = rowOf(element, kept.id);
    if (row) element.scrollTop += row.getBoundingClientRect().top - kept.top;
  });
}

/** The row of the keyboard or the pointer; else the first one that is seen, unless at the top. */
function placeIn(scroller: HTMLElement): { id: string; top: number } | null {
  const frame = scroller.getBoundingClientRect();
  const isSeen = (row: Element | null): row is HTMLElement => {
    const box = row?.getBoundingClientRect();
    return box !== undefined && box.bottom > frame.top && box.top < frame.bottom;
  };
  const touched = [rowOf(scroller, current.peek()), scroller.querySelector(".row:hover")];
  const atTop = scroller.scrollTop <= AT_TOP;
  const row = touched.find(isSeen) ?? (atTop ? undefined : seenIn(scroller, isSeen));
  return row ? { id: row.dataset["id"] ?? "", top: row.getBoundingClientRect().top } : null;
}

/** Rows of blocks that are not seen are not asked, as they would be laid out for it. */
function seenIn(
  scroller: HTMLElement,
  isSeen: (row: Element | null) => row is HTMLElement,
): HTMLElement | undefined {
  const blocks = [...scroller.querySelectorAll(".block")].filter(isSeen);
  return blocks.flatMap((block) => [...block.children]).find(isSeen);
}

/** A row that leaves takes the focus with it; the row of the keyboard gets it then. */
export function useKeptFocus(scroller: RefObject<HTMLElement | null>): void {
  const hadFocus = scroller.current?.contains(document.activeElement) ?? false;
  useLayoutEffect(() => {
    if (!hadFocus || !scroller.current || document.activeElement !== document.body) return;
    const row = rowOf(scroller.current, current.peek());
    row?.querySelector<HTMLElement>(".row-link")?.focus({ preventScroll: true });
  });
}

export function rowOf(scroller: ParentNode, id: string): HTMLElement | null {
  return id ? scroller.querySelector<HTMLElement>(`.row[data-id="${CSS.escape(id)}"]`) : null;
}
