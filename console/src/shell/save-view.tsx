import { useState } from "preact/hooks";
import { filters } from "../state/address";
import { closeDialog } from "../state/dialogs";
import { saveView } from "../state/saved-views";
import { Modal } from "../components/modal";

const LONGEST = 40;

export function SaveView() {
  const [name, setName] = useState("");
  const save = (event: Event) => {
    event.preventDefault();
    if (!name.trim()) return;
    saveView(name.trim(), filters.peek());
    closeDialog();
  };
  return (
    <Modal title="Save this view">
      <form class="stack" onSubmit={save}>
        <label>
          Name
          <input
            autoFocus
            required
            maxLength={LONGEST}
            dir="auto"
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <p class="quiet">Its filters are kept in this browser, under this name.</p>
        <div class="buttons">
          <button class="primary">Save</button>
          <button type="button" onClick={closeDialog}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}
