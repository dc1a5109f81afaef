import type { Fault } from "../api/types";
import { Icon } from "../components/icons";
import { openFault } from "../state/address";
import { busy } from "../state/deeds";
import { arrived } from "../state/live-list";
import { current, selected, toggleSelected } from "../state/selection";
import { numberOf } from "../state/words";
import { Age } from "../components/age";
import { enterPanel } from "./leave-fault";
import { SeverityMark } from "../components/severity-mark";

interface RowProps {
  fault: Fault;
  href: string;
  isOpen: boolean;
  maySelect: boolean;
}

export function FaultRow({ fault, href, isOpen, maySelect }: RowProps) {
  const isSelected = selected.value.has(fault.id);
  const follow = () => {
    current.value = fault.id;
  };
  return (
    <li
      class="row"
      data-id={fault.id}
      data-severity={fault.severity}
      data-status={fault.status}
      data-seen={fault.acknowledged_at !== null}
      data-open={isOpen}
      data-current={current.value === fault.id}
      data-selected={isSelected}
      data-arrived={arrived.value.has(fault.id)}
      data-busy={busy.value.has(fault.id)}
    >
      {maySelect && (
        <label class="row-select">
          <input
            type="checkbox"
            checked={isSelected}
            aria-label={`Select ${fault.message}`}
            onFocus={follow}
            onClick={(event) => toggleSelected(fault.id, event.shiftKey)}
          />
        </label>
      )}
      <a
        class="row-link"
        href={href}
        aria-current={isOpen ? "true" : undefined}
        onFocus={follow}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          openFault(fault.id);
          if (event.detail === 0) enterPanel(); // by the keyboard
        }}
      >
        <SeverityMark severity={fault.severity} />
        <span class="row-text">
          <span class="row-message">
            <bdi>{fault.message}</bdi>
          </span>
          <Place fault={fault} />
        </span>
        <span class="row-type">
          <bdi>{fault.type}</bdi>
        </span>
        <Marks fault={fault} />
        <span class="row-age">
          <Age at={fault.status === "resolved" ? (fault.resolved_at ?? "") : fault.created_at} />
        </span>
      </a>
    </li>
  );
}

/** Site and what lies between, then the device. */
function Place({ fault }: { fault: Fault }) {
  const segments = fault.resource_ancestry_path.split("|");
  if (segments.at(-1) === fault.resource_id) segments.pop();
  return (
    <span class="row-place">
      {segments.map((segment, index) => (
        <span key={index}>
          <bdi>{segment}</bdi>
        </span>
      ))}
      <b>
        <bdi>{fault.resource_id}</bdi>
      </b>
    </span>
  );
}

function Marks({ fault }: { fault: Fault }) {
  const { acknowledged_by: by, occurrences, comment_count: comments } = fault;
  return (
    <span class="row-marks">
      {occurrences > 1 && (
        <span class="occurrences" title={`Seen ${occurrences} times`}>
          ×{numberOf(occurrences)}
          <span class="unseen"> occurrences</span>
        </span>
      )}
      {comments > 0 && (
        <span class="mark" title={`${comments} comments`}>
          <Icon name="comment" />
          {comments}
          <span class="unseen"> comments</span>
        </span>
      )}
      {fault.status === "resolved" ? (
        <span class="mark" data-tone="done" title="Resolved">
          <Icon name="tick" />
          <span class="unseen">Resolved</span>
        </span>
      ) : (
        fault.acknowledged_at && (
          <span class="mark" data-tone="seen" title={`Acknowledged by ${by ?? ""}`}>
            <Icon name="eye" />
            <span class="unseen">Acknowledged</span>
          </span>
        )
      )}
    </span>
  );
}
