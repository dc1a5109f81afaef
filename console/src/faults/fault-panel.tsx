/** One fault: what it is, what can be done, and what happened to it. */

import type { Fault } from "../api/types";
import { copy } from "../components/copy";
import { Icon, type IconName } from "../components/icons";
import { conflict } from "../state/deeds";
import { changedMeanwhile, detail, detailState, refreshDetail } from "../state/detail";
import { curlOfFault } from "../state/words";
import { CommentForm } from "./comment-form";
import { ConflictNote } from "./conflict-note";
import { FaultActions } from "./fault-actions";
import { FaultChanges } from "./fault-changes";
import { FaultFacts } from "./fault-facts";
import { FaultStory } from "./fault-story";
import { leaveFault } from "./leave-fault";
import { PanelTitle } from "./panel-title";

export default function FaultPanel() {
  const fault = detail.value;
  return (
    <aside class="panel" id="fault" aria-label="Fault">
      {fault ? <Whole fault={fault} /> : <Absent />}
    </aside>
  );
}

function Whole({ fault }: { fault: Fault }) {
  return (
    <>
      <header class="panel-head">
        <PanelTitle fault={fault} key={fault.id} />
        <CopyButton
          icon="code"
          words="Copy as curl"
          onCopy={() => copy(curlOfFault(fault, location.origin), "The command")}
        />
        <CopyButton
          icon="link"
          words="Copy link"
          onCopy={() => copy(location.href, "The address")}
        />
        <CloseButton />
      </header>
      <FaultActions fault={fault} />
      <div class="panel-body">
        <p class="pills">
          <StatusPill fault={fault} />
          <span class="pill" data-severity={fault.severity}>
            {fault.severity.toLowerCase()}
          </span>
          <span class="pill">
            <bdi>{fault.type}</bdi>
          </span>
          {fault.occurrences > 1 && <span class="pill">×{fault.occurrences}</span>}
        </p>
        <ConflictNote />
        {changedMeanwhile.value && !conflict.value && (
          <p class="note" role="status">
            <Icon name="eye" />
            Somebody else has just changed this fault; you see it as it is now.
          </p>
        )}
        <FaultFacts fault={fault} />
        <FaultChanges fault={fault} />
        <FaultStory fault={fault} />
      </div>
      <CommentForm fault={fault} key={fault.id} />
    </>
  );
}

function StatusPill({ fault }: { fault: Fault }) {
  if (fault.status === "resolved")
    return (
      <span class="pill" data-tone="done">
        resolved
      </span>
    );
  if (fault.acknowledged_at)
    return (
      <span class="pill" data-tone="seen">
        acknowledged
      </span>
    );
  return (
    <span class="pill" data-tone="open">
      open
    </span>
  );
}

function CopyButton(props: { icon: IconName; words: string; onCopy: () => Promise<void> }) {
  return (
    <button
      type="button"
      class="plain"
      aria-label={props.words}
      title={props.words}
      onClick={() => void props.onCopy()}
    >
      <Icon name={props.icon} />
    </button>
  );
}

function CloseButton() {
  return (
    <button type="button" class="plain" aria-label="Close the fault" onClick={leaveFault}>
      <Icon name="close" />
    </button>
  );
}

function Absent() {
  const state = detailState.value;
  return (
    <>
      <header class="panel-head">
        <h2 tabIndex={-1}>{state === "loading" ? "Loading…" : "No such fault"}</h2>
        <CloseButton />
      </header>
      {state === "loading" && (
        <div class="skeleton panel-body" role="status" aria-label="Loading the fault">
          <i />
          <i />
          <i />
        </div>
      )}
      {state === "missing" && <p class="panel-body">It was deleted, has expired, or never was.</p>}
      {state === "failed" && (
        <p class="panel-body">
          It could not be read.{" "}
          <button type="button" class="link" onClick={() => void refreshDetail(true)}>
            Try again
          </button>
        </p>
      )}
    </>
  );
}
