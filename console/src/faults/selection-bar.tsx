import { Icon } from "../components/icons";
import { isMine, takeOrGiveBack } from "../state/assignments";
import { applies, busy, doTo } from "../state/deeds";
import { dialog } from "../state/dialogs";
import { clearSelection, selectAll, selectedFaults } from "../state/selection";

export function SelectionBar() {
  const chosen = selectedFaults.value;
  if (!chosen.length) return null;
  const isBusy = busy.value.size > 0;
  const any = (deed: Parameters<typeof applies>[0]) => chosen.some((one) => applies(deed, one));
  return (
    <div class="selection" role="toolbar" aria-label="Selected faults">
      <strong>{chosen.length} selected</strong>
      {any("acknowledge") && (
        <button type="button" disabled={isBusy} onClick={() => void doTo("acknowledge", chosen)}>
          <Icon name="eye" />
          Acknowledge
        </button>
      )}
      {any("resolve") && (
        <button
          type="button"
          disabled={isBusy}
          onClick={() => (dialog.value = { name: "resolve", faults: chosen })}
        >
          <Icon name="tick" />
          Resolve…
        </button>
      )}
      {any("reopen") && (
        <button type="button" disabled={isBusy} onClick={() => void doTo("reopen", chosen)}>
          <Icon name="undo" />
          Reopen
        </button>
      )}
      <button type="button" disabled={isBusy} onClick={() => void takeOrGiveBack(chosen)}>
        <Icon name="person" />
        {chosen.every(isMine) ? "Give back" : "Take"}
      </button>
      <span class="grow" />
      <button type="button" class="link" onClick={selectAll}>
        All shown
      </button>
      <button type="button" class="link" onClick={clearSelection}>
        None
      </button>
    </div>
  );
}
