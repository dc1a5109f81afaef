import type { Fault } from "../api/types";
import { mayWrite } from "../session/session";
import { copy } from "../shell/copy";
import { Icon } from "../shell/icons";
import { busy, doTo } from "../state/deeds";
import { dialog } from "../state/dialogs";
import { curlOfFault } from "../state/words";

export function FaultActions({ fault }: { fault: Fault }) {
  const isBusy = busy.value.has(fault.id);
  return (
    <div class="actions" role="toolbar" aria-label="Actions">
      {mayWrite.value && <Changes fault={fault} isBusy={isBusy} />}
      <button
        type="button"
        onClick={() => void copy(curlOfFault(fault, location.origin), "The command")}
      >
        <Icon name="code" />
        Copy as curl
      </button>
      <button
        type="button"
        class="plain"
        aria-label="Copy link"
        title="Copy link"
        onClick={() => void copy(location.href, "The address")}
      >
        <Icon name="share" />
      </button>
      {!mayWrite.value && <p class="quiet small">Your token reads only.</p>}
    </div>
  );
}

function Changes({ fault, isBusy }: { fault: Fault; isBusy: boolean }) {
  if (fault.status === "resolved") {
    return (
      <button
        type="button"
        class="primary"
        disabled={isBusy}
        onClick={() => void doTo("reopen", [fault])}
      >
        <Icon name="undo" />
        Reopen
      </button>
    );
  }
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
