import { useComputed } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Fault } from "../api/types";
import { openFault } from "../state/address";
import { busy, doTo } from "../state/deeds";
import { arrived } from "../state/live-list";
import { current, selected, toggleSelected } from "../state/selection";
import { Age, ShortMoment } from "../components/age";
import { Icon } from "../components/icons";
import { SeverityMark } from "../components/severity-mark";
import { enterPanel } from "./leave-fault";
import { RowMarks } from "./row-marks";
import { RowPlace } from "./row-place";
import { useSwipe } from "./swipe";

interface RowProps {
  fault: Fault;
  href: string;
  isOpen: boolean;
  maySelect: boolean;
}

export function FaultRow({ fault, href, isOpen, maySelect }: RowProps) {
  const link = useRef<HTMLAnchorElement>(null);
  const { id } = fault;
  const isSelected = useIs(() => selected.value.has(id));
  const isCurrent = useIs(() => current.value === id);
  const hasArrived = useIs(() => arrived.value.has(id));
  const isBusy = useIs(() => busy.value.has(id));
  const at = fault.resolved_at ?? fault.created_at;
  const deed = fault.acknowledged_at ? "unacknowledge" : "acknowledge";
  const isSwiped = maySelect && fault.status === "unresolved";
  const swipe = useSwipe(link, () => void doTo(deed, [fault]));
  const follow = () => {
    current.value = fault.id;
  };
  return (
    <div
      role="listitem"
      class="row"
      data-id={fault.id}
      data-severity={fault.severity}
      data-status={fault.status}
      data-seen={fault.acknowledged_at !== null}
      data-open={isOpen}
      data-current={isCurrent}
      data-selected={isSelected}
      data-arrived={hasArrived}
      data-busy={isBusy}
      {...(isSwiped ? swipe : {})}
    >
      <span class="row-swipe" aria-hidden="true">
        <Icon name={fault.acknowledged_at ? "undo" : "eye"} />
        {fault.acknowledged_at ? "Take back" : "Acknowledge"}
      </span>
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
        ref={link}
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
          <RowPlace fault={fault} />
        </span>
        <span class="row-type">
          <bdi>{fault.type}</bdi>
        </span>
        <span class="row-reporter">
          <bdi>{fault.microservice_id}</bdi>
        </span>
        <RowMarks fault={fault} />
        <span class="row-assignee">
          {fault.assignee && <bdi title={`Assigned to ${fault.assignee}`}>{fault.assignee}</bdi>}
        </span>
        <span class="row-age">
          <Age at={at} />
        </span>
        <span class="row-moment" aria-hidden="true">
          <ShortMoment at={at} />
        </span>
      </a>
    </div>
  );
}

/** Of thousands of rows only those are drawn again for which it has become otherwise. */
function useIs(what: () => boolean): boolean {
  return useComputed(what).value;
}
