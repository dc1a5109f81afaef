/** A form about one fault: it closes when what it says was taken, and says why where it was not. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Modal } from "../components/modal";
import { closeDialog } from "../state/dialogs";
import { wordsOf } from "../state/words";

interface FaultFormProps {
  title: string;
  deed: string;
  onSend: () => Promise<void>;
  children: ComponentChildren;
}

export function FaultForm({ title, deed, onSend, children }: FaultFormProps) {
  const [failure, setFailure] = useState("");
  const [isBusy, setBusy] = useState(false);
  const send = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    try {
      await onSend();
      closeDialog();
    } catch (error) {
      setFailure(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <Modal title={title}>
      <form class="stack" onSubmit={(event) => void send(event)}>
        {children}
        {failure && (
          <p role="alert" class="complaint">
            {failure}
          </p>
        )}
        <div class="buttons">
          <button class="primary" disabled={isBusy}>
            {deed}
          </button>
          <button type="button" onClick={closeDialog}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}
