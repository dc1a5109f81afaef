/** A row that is drawn to the right by a finger is acknowledged; it stands still for all else. */

import type { RefObject, TargetedTouchEvent } from "preact";
import { useRef } from "preact/hooks";

const FAR = 90; // pixels, from which on letting go does it
const FARTHEST = 140;

type Touch = TargetedTouchEvent<HTMLElement>;

/** Handlers for the row; `moved` is what follows the finger. */
export function useSwipe(moved: RefObject<HTMLElement | null>, onFar: () => void) {
  const begin = useRef<{ x: number; y: number } | null>(null);
  const by = useRef(0);
  const draw = (pixels: number) => {
    by.current = pixels;
    if (!moved.current) return;
    moved.current.style.translate = pixels ? `${pixels}px 0` : "";
    const row = moved.current.parentElement;
    row?.toggleAttribute("data-swiped", pixels > 0);
    row?.toggleAttribute("data-far", pixels >= FAR);
  };
  const end = (isDone: boolean) => {
    if (isDone && by.current >= FAR) onFar();
    begin.current = null;
    draw(0);
  };
  return {
    onTouchStart: (event: Touch) => {
      const [touch, other] = event.touches;
      begin.current = touch && !other ? { x: touch.clientX, y: touch.clientY } : null;
    },
    onTouchMove: (event: Touch) => {
      const [touch] = event.touches;
      if (!begin.current || !touch) return;
      const [x, y] = [touch.clientX - begin.current.x, touch.clientY - begin.current.y];
      if (Math.abs(y) > Math.abs(x) && !by.current) begin.current = null;
      else draw(Math.max(0, Math.min(FARTHEST, x)));
    },
    onTouchEnd: () => end(true),
    onTouchCancel: () => end(false),
  };
}
