import type { Fault } from "../api/types";
import { isGuest, mayWrite } from "../session/session";
import { Icon } from "../components/icons";
import { isMine, takeOrGiveBack } from "../state/assignments";
import { busy, doTo } from "../state/deeds";
import { dialog } from "../state/dialogs";

export function FaultActions({ fault }: { fault: Fault }) {
  if (isGuest.value) return <p class="quiet small actions">This link reads only.</p>;
  if (!mayWrite.value) return <p class="quiet small actions">Your token reads only.</p>;
  const isBusy = busy.value.has(fault.id);
  return (
    <div class="actions" role="toolbar" aria-label="Actions">
      {fault.status === "resolved" ? (
        <button
          type="button"
          class="primary"
          disabled={isBusy}
          onClick={() => void doTo("reopen", [fault])}
        >
          <Icon name="undo" />
          Reopen
        </button>
      ) : (
        <OpenActions fault={fault} isBusy={isBusy} />
      )}
      <button type="button" disabled={isBusy} onClick={() => void takeOrGiveBack([fault])}>
        <Icon name="person" />
        {isMine(fault) ? "Give back" : "Take"}
      </button>
      {fault.status === "unresolved" && (
        <button
          type="button"
          class="plain"
          aria-label="Leave alone for a while"
          title="Leave alone for a while"
          onClick={() => (dialog.value = { name: "snooze", faults: [fault] })}
        >
          <Icon name="clock" />
        </button>
      )}
      <span class="grow" />
      <button
        type="button"
        class="plain"
        aria-label="Correct"
        title="Correct severity and texts"
        onClick={() => (dialog.value = { name: "correct", fault })}
      >
        <Icon name="pencil" />
      </button>
      <button
        type="button"
        class="plain"
        aria-label="Delete"
        title="Delete"
        onClick={() => (dialog.value = { name: "delete", faults: [fault] })}
      >
        <Icon name="bin" />
      </button>
    </div>
  );
}

/** What is most likely next stands out: first to acknowledge, then to resolve. */
function OpenActions({ fault, isBusy }: { fault: Fault; isBusy: boolean }) {
  const deed = fault.acknowledged_at ? "unacknowledge" : "acknowledge";
  return (
    <>
      <button
        type="button"
        class={deed === "acknowledge" ? "primary" : ""}
        disabled={isBusy}
        onClick={() => void doTo(deed, [fault])}
      >
        <Icon name="eye" />
        {deed === "acknowledge" ? "Acknowledge" : "Unacknowledge"}
      </button>
      <button
        type="button"
        class={deed === "acknowledge" ? "" : "primary"}
        disabled={isBusy}
        onClick={() => (dialog.value = { name: "resolve", faults: [fault] })}
      >
        <Icon name="tick" />
        Resolve…
      </button>
    </>
  );
}
