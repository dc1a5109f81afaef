/** Everything by its name: type some of it, choose with the arrow keys. */

import { useEffect, useRef, useState } from "preact/hooks";
import { Keys } from "../components/keys";
import { Modal } from "../components/modal";
import { closeDialog } from "../state/dialogs";
import { entriesFor, type Entry } from "./palette-entries";

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

export function Palette() {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const entries = entriesFor(text);
  const chosen = Math.min(at, entries.length - 1);
  const onKey = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step) setAt((chosen + step + entries.length) % entries.length);
    else if (event.key !== "Enter") return;
    event.preventDefault();
    if (!step) choose(entries[chosen]);
  };
  return (
    <Modal title="Go to, or do" isBare>
      <input
        autoFocus
        class="palette-field"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-entries"
        aria-activedescendant={`palette-${chosen}`}
        aria-label="A command, a view or a place"
        placeholder="A command, a view or a place"
        autoComplete="off"
        spellcheck={false}
        dir="auto"
        maxLength={200}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ul class="palette" id="palette-entries" role="listbox" aria-label="What there is">
        {entries.map((entry, index) => (
          <Line key={`${entry.kind} ${entry.words}`} entry={entry} at={index} chosen={chosen} />
        ))}
      </ul>
    </Modal>
  );
}

function Line({ entry, at, chosen }: { entry: Entry; at: number; chosen: number }) {
  const line = useRef<HTMLLIElement>(null);
  const isChosen = at === chosen;
  useEffect(() => {
    if (isChosen) line.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  return (
    <li
      ref={line}
      id={`palette-${at}`}
      role="option"
      aria-selected={isChosen}
      onClick={() => choose(entry)}
    >
      <span class="palette-kind">{entry.kind}</span>
      <bdi>{entry.words}</bdi>
      <span class="palette-keys">
        <Keys of={entry.keys} />
      </span>
    </li>
  );
}

/** Closed first: what is chosen may open another dialog, or want the keyboard. */
function choose(entry: Entry | undefined): void {
  if (!entry) return;
  closeDialog();
  setTimeout(entry.run);
}
