import type { Fault } from "../api/types";
import { Modal } from "../components/modal";
import { remove } from "../state/edits";
import { closeDialog } from "../state/dialogs";

export function DeleteDialog({ faults }: { faults: Fault[] }) {
  const [first] = faults;
  const one = faults.length === 1;
  return (
    <Modal title={one ? "Delete this fault" : `Delete ${faults.length} faults`}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          closeDialog();
          void remove(faults);
        }}
      >
        {one && (
          <p class="quiet meant-message" dir="auto">
            {first?.message}
          </p>
        )}
        <p>
          {one ? "It is gone" : "They are gone"} for good, with comments and story. What is over is
          resolved; delete only what should never have been reported.
        </p>
        <div class="buttons">
          <button class="danger" autoFocus>
            Delete
          </button>
          <button type="button" onClick={closeDialog}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}
