import type { Fault } from "../api/types";
import { Modal } from "../components/modal";
import { closeDialog } from "../state/dialogs";
import { snoozeUntil } from "../state/snoozes";
import { SnoozeChoice } from "./snooze-choice";

export function SnoozeDialog({ faults }: { faults: Fault[] }) {
  const choose = (until: Date | null) => {
    closeDialog();
    void snoozeUntil(until, faults);
  };
  const isAny = faults.some((fault) => fault.snoozed_until);
  return (
    <Modal title={faults.length > 1 ? `Leave ${faults.length} faults alone` : "Leave it alone"}>
      <SnoozeChoice onChoose={choose} {...(isAny ? { onEnd: () => choose(null) } : {})} />
    </Modal>
  );
}
