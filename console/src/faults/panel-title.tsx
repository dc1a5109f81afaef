import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Fault } from "../api/types";
import { SeverityMark } from "../components/severity-mark";
import { panelWanted } from "./leave-fault";

let served = 0;

/** A long message is cut to a few lines until somebody asks for more, and scrolls by itself then. */
export function PanelTitle({ fault }: { fault: Fault }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [isWhole, setWhole] = useState(false);
  const [isLong, setLong] = useState(false);
  const wanted = panelWanted.value;
  // Enter leads here; a click, and stepping with j and k, leave the keyboard in the list.
  useEffect(() => {
    const focused = document.activeElement;
    const stays = focused?.closest(".rows, .comment-form");
    if (!stays || wanted !== served) heading.current?.focus();
    served = wanted;
  }, [wanted]);
  useLayoutEffect(() => {
    const text = heading.current?.querySelector(".message");
    if (text && !isWhole) setLong(text.scrollHeight > text.clientHeight + 1);
  }, [fault.message, isWhole]);
  return (
    <div class="panel-title">
      <h2 ref={heading} tabIndex={isWhole ? 0 : -1} id="fault-title" data-whole={isWhole}>
        <SeverityMark severity={fault.severity} />
        <bdi class="message">{fault.message}</bdi>
      </h2>
      {isLong && (
        <button type="button" class="link" onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Less" : "More"}
          <span class="unseen"> of the message</span>
        </button>
      )}
    </div>
  );
}
