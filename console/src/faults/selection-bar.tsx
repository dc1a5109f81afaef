import type { ManyDeed } from "../api/actions";
import { Icon } from "../components/icons";
import { filters } from "../state/address";
import { isMine, takeOrGiveBack } from "../state/assignments";
import { applies, busy, doTo } from "../state/deeds";
import { dialog } from "../state/dialogs";
import { hasMore } from "../state/live-list";
import { progress } from "../state/many";
import { areAllSelected, clearSelection, selectAll, selectedFaults } from "../state/selection";
import { numberOf } from "../state/words";
import { saidOf, useCount } from "./use-count";

export function SelectionBar() {
  const chosen = selectedFaults.value;
  if (progress.value !== null) return <Progress done={progress.value} />;
  if (!chosen.length) return null;
  return (
    <div class="selection" role="toolbar" aria-label="Selected faults">
      {areAllSelected.value ? <AllDeeds /> : <Deeds />}
      <span class="grow" />
      {!areAllSelected.value && (
        <button type="button" class="link" onClick={selectAll}>
          All shown
        </button>
      )}
      {hasMore.value && !areAllSelected.value && <AllThatMatch />}
      <button type="button" class="link" onClick={clearSelection}>
        None
      </button>
    </div>
  );
}

function AllThatMatch() {
  const { counted } = useCount(filters.value);
  return (
    <button type="button" class="link" onClick={() => (areAllSelected.value = true)}>
      All {saidOf(counted)}that match
    </button>
  );
}

function Progress({ done }: { done: number }) {
  return (
    <p class="selection" role="status">
      Working… {numberOf(done)} done
    </p>
  );
}

/** Shown or not; each is asked about before it is done. */
function AllDeeds() {
  const ask = (deed: ManyDeed) => () =>
    (dialog.value = { name: "many", deed, filters: filters.peek() });
  const { counted } = useCount(filters.value);
  const isOpen = filters.value.status === "unresolved";
  return (
    <>
      <strong>All {saidOf(counted)}that match selected</strong>
      {isOpen && (
        <button type="button" onClick={ask("acknowledge")}>
          <Icon name="eye" />
          Acknowledge…
        </button>
      )}
      <button type="button" onClick={ask(isOpen ? "resolve" : "reopen")}>
        <Icon name={isOpen ? "tick" : "undo"} />
        {isOpen ? "Resolve…" : "Reopen…"}
      </button>
      <button type="button" onClick={ask("assign")}>
        <Icon name="person" />
        Take…
      </button>
      {isOpen && (
        <button type="button" onClick={ask("snooze")}>
          <Icon name="clock" />
          Leave alone…
        </button>
      )}
    </>
  );
}

function Deeds() {
  const chosen = selectedFaults.value;
  const isBusy = busy.value.size > 0;
  const open = chosen.filter((fault) => fault.status === "unresolved");
  const any = (deed: Parameters<typeof applies>[0]) => chosen.some((one) => applies(deed, one));
  return (
    <>
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
      {open.length > 0 && (
        <button
          type="button"
          disabled={isBusy}
          onClick={() => (dialog.value = { name: "snooze", faults: open })}
        >
          <Icon name="clock" />
          Leave alone…
        </button>
      )}
    </>
  );
}
