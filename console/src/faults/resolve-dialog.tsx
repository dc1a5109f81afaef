import { useState } from "preact/hooks";
import type { Fault } from "../api/types";
import { Modal } from "../components/modal";
import { doTo } from "../state/deeds";
import { isTouched } from "../state/device";
import { closeDialog } from "../state/dialogs";

const LONGEST = 2000; // characters, as the API takes them
const USUAL = ["Fixed", "Recovered by itself", "False alarm", "Planned work"];

export function ResolveDialog({ faults }: { faults: Fault[] }) {
  const [reason, setReason] = useState("");
  const [first] = faults;
  const resolve = (event?: Event) => {
    event?.preventDefault();
    closeDialog();
    void doTo("resolve", faults, reason.trim());
  };
  return (
    <Modal title={faults.length > 1 ? `Resolve ${faults.length} faults` : "Resolve this fault"}>
      <form class="stack" onSubmit={resolve}>
        {faults.length === 1 && (
          <p class="quiet meant-message" dir="auto">
            {first?.message}
          </p>
        )}
        <label>
          Reason
          <textarea
            autoFocus
            dir="auto"
            rows={3}
            maxLength={LONGEST}
            placeholder="What was it? May be left empty."
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) resolve();
            }}
          />
        </label>
        <div class="usual">
          {USUAL.map((one) => (
            <button key={one} type="button" onClick={() => setReason(one)}>
              {one}
            </button>
          ))}
        </div>
        <div class="buttons">
          <button class="primary">Resolve</button>
          <button type="button" onClick={closeDialog}>
            Cancel
          </button>
          <span class="quiet small">{!isTouched && "Ctrl+Enter resolves. "}It can be undone.</span>
        </div>
      </form>
    </Modal>
  );
}
