/** A long text is cut to a few lines until somebody asks for more, and scrolls by itself then. */

import type { RefObject, VNode } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

interface Clamped<T> {
  frame: { ref: RefObject<T | null>; class: string; "data-whole": boolean; tabIndex: number };
  more: VNode | null;
}

/** What frames the text, and the button for more of it; `of`: what it is, in words. */
export function useClamped<T extends HTMLElement>(text: string, of: string): Clamped<T> {
  const ref = useRef<T>(null);
  const [isWhole, setWhole] = useState(false);
  const [isLong, setLong] = useState(false);
  useLayoutEffect(() => {
    const frame = ref.current;
    if (frame && !isWhole) setLong(frame.scrollHeight > frame.clientHeight + 1);
  }, [text, isWhole]);
  const more = (
    <button type="button" class="link" onClick={() => setWhole(!isWhole)}>
      {isWhole ? "Less" : "More"}
      <span class="unseen"> of the {of}</span>
    </button>
  );
  return {
    frame: { ref, class: "clamped", "data-whole": isWhole, tabIndex: isWhole ? 0 : -1 },
    more: isLong ? more : null,
  };
}
