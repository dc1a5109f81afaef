import { useEffect } from "preact/hooks";
import type { Fault } from "../api/types";
import { useClamped } from "../components/clamped";
import { LinkedText } from "../components/linked-text";
import { SeverityMark } from "../components/severity-mark";
import { severityWord } from "../state/words";
import { panelWanted } from "./leave-fault";

let served = 0;

export function PanelTitle({ fault }: { fault: Fault }) {
  const { frame, more } = useClamped<HTMLHeadingElement>(fault.message, "message");
  const wanted = panelWanted.value;
  // Enter leads here; a click, and stepping with j and k, leave the keyboard in the list.
  useEffect(() => {
    const focused = document.activeElement;
    const stays = focused?.closest(".rows, .comment-form");
    if (!stays || wanted !== served) frame.ref.current?.focus();
    served = wanted;
  }, [wanted]);
  return (
    <div class="panel-title">
      <SeverityMark severity={fault.severity} quiet />
      <div>
        <h2 {...frame}>
          <span class="unseen">{severityWord(fault.severity)}: </span>
          <LinkedText text={fault.message} />
        </h2>
        {more}
      </div>
    </div>
  );
}
