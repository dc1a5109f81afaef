import { useState } from "preact/hooks";
import type { Fault } from "../api/types";
import { Modal } from "../components/modal";
import { assignTo } from "../state/assignments";
import { closeDialog } from "../state/dialogs";
import { faults as listed } from "../state/live-list";
import { TextField } from "./text-field";

const LONGEST = 256; // characters, as the API takes them
const MOST_KNOWN = 8;

export function AssignDialog({ faults }: { faults: Fault[] }) {
  const [who, setWho] = useState("");
  const assign = (name: string | null) => {
    closeDialog();
    void assignTo(name, faults);
  };
  const names = listed.value.flatMap(({ assignee }) => assignee ?? []);
  const known = [...new Set(names)].slice(0, MOST_KNOWN);
  return (
    <Modal title={faults.length > 1 ? `Assign ${faults.length} faults` : "Assign this fault"}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          assign(who.trim());
        }}
      >
        <TextField isFirst isWanted words="To whom" longest={LONGEST} value={who} onType={setWho} />
        <div class="usual">
          <button type="button" onClick={() => assign("me")}>
            Me
          </button>
          {known.map((name) => (
            <button key={name} type="button" onClick={() => assign(name)}>
              <bdi>{name}</bdi>
            </button>
          ))}
          <button type="button" onClick={() => assign(null)}>
            Nobody
          </button>
        </div>
        <div class="buttons">
          <button class="primary">Assign</button>
          <button type="button" onClick={closeDialog}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}
