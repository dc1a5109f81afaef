/** Before something is done to faults that are not all on the screen. */

import { useEffect, useRef, useState } from "preact/hooks";
import type { ManyDeed } from "../api/actions";
import { Complaint } from "../components/complaint";
import { Modal } from "../components/modal";
import { closeDialog } from "../state/dialogs";
import type { Filters } from "../state/filters";
import { doToAll, snoozeAll } from "../state/many";
import { SnoozeChoice } from "./snooze-choice";
import { TextField } from "./text-field";
import { saidOf, useCount } from "./use-count";

const WORDS: Partial<Record<ManyDeed, string>> = {
  acknowledge: "Acknowledge",
  resolve: "Resolve",
  reopen: "Reopen",
  assign: "Take",
  snooze: "Leave alone",
};
const WITH_REASON: ManyDeed[] = ["acknowledge", "resolve"];
const LONGEST = 2000; // characters, as the API takes them

export function ManyDialog({ deed, filters }: { deed: ManyDeed; filters: Filters }) {
  const { counted, failure } = useCount(filters);
  const button = useRef<HTMLButtonElement>(null);
  const [reason, setReason] = useState("");
  useEffect(() => {
    if (counted && deed !== "resolve") button.current?.focus();
  }, [counted]);
  const words = WORDS[deed] ?? deed;
  return (
    <Modal title={`${words} all that match`}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          closeDialog();
          void doToAll(deed, filters, reason.trim());
        }}
      >
        <Complaint text={failure} />
        {!failure && (
          <p role="status">{counted ? `${saidOf(counted)}faults, shown or not.` : "Counting…"}</p>
        )}
        {WITH_REASON.includes(deed) && (
          <TextField
            words="Reason"
            isFirst={deed === "resolve"}
            hint={`${deed === "resolve" ? "What was it? " : ""}May be left empty.`}
            lines={3}
            longest={LONGEST}
            value={reason}
            onType={setReason}
          />
        )}
        {deed === "snooze" && counted && counted.count > 0 && (
          <SnoozeChoice
            onChoose={(until) => {
              closeDialog();
              void snoozeAll(until, filters);
            }}
          />
        )}
        <div class="buttons">
          {deed !== "snooze" && (
            <button ref={button} class="primary" disabled={!counted?.count}>
              {words}
            </button>
          )}
          <button type="button" onClick={closeDialog}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}
