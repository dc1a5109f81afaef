/** Somebody else was faster: said plainly, with the choice to go on. */

import type { Deed } from "../api/faults";
import { Icon } from "../components/icons";
import { applies, conflict, insist, type Conflict } from "../state/deeds";
import { detail } from "../state/detail";
import { isolated } from "../state/words";

const AGAIN: Record<Deed, string> = {
  acknowledge: "Acknowledge it all the same",
  unacknowledge: "Take it back all the same",
  resolve: "Resolve it all the same",
  reopen: "Reopen it all the same",
};

export function ConflictNote() {
  const standing = conflict.value;
  if (!standing || standing.now.id !== detail.value?.id) return null;
  return (
    <div class="note" data-tone="warning" role="alert">
      <Icon name="warning" />
      <div>
        <strong>Somebody else was faster.</strong> {become(standing)} Nothing of yours was done.
        <div class="buttons">
          {applies(standing.deed, standing.now) && (
            <button type="button" onClick={() => void insist()}>
              {AGAIN[standing.deed]}
            </button>
          )}
          <button type="button" class="link" onClick={() => (conflict.value = null)}>
            Leave it
          </button>
        </div>
      </div>
    </div>
  );
}

function become({ now }: Conflict): string {
  if (now.status === "resolved") {
    return `It is resolved now${now.resolution_reason ? `: “${isolated(now.resolution_reason)}”` : ""}.`;
  }
  if (now.acknowledged_by) return `${isolated(now.acknowledged_by)} has acknowledged it.`;
  return `It was changed and is open, of severity ${now.severity.toLowerCase()}.`;
}
