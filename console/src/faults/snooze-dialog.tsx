import type { Fault } from "../api/types";
import { Modal } from "../components/modal";
import { closeDialog } from "../state/dialogs";
import { SNOOZES, snoozeUntil } from "../state/snoozes";

export function SnoozeDialog({ faults }: { faults: Fault[] }) {
  const choose = (until: Date | null) => {
    closeDialog();
    void snoozeUntil(until, faults);
  };
  const isAny = faults.some((fault) => fault.snoozed_until);
  return (
    <Modal title={faults.length > 1 ? `Leave ${faults.length} faults alone` : "Leave it alone"}>
      <p class="quiet">It asks for attention again then; an acknowledgement is gone.</p>
      <div class="usual">
        {SNOOZES.map(([words, untilFrom], index) => (
          <button
            key={words}
            type="button"
            autoFocus={index === 0}
            onClick={() => choose(untilFrom(new Date()))}
          >
            {words}
          </button>
        ))}
        {isAny && (
          <button type="button" onClick={() => choose(null)}>
            no longer
          </button>
        )}
      </div>
    </Modal>
  );
}
