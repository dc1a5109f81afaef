import type { Fault } from "../api/types";
import { Icon } from "../components/icons";
import { momentOf } from "../state/times";
import { numberOf } from "../state/words";

export function RowMarks({ fault }: { fault: Fault }) {
  const { occurrences, comment_count: comments } = fault;
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
      {fault.snoozed_until && (
        <span class="mark" title={`Left alone until ${momentOf(fault.snoozed_until)}`}>
          <Icon name="clock" />
          <span class="unseen">Left alone</span>
        </span>
      )}
      <State fault={fault} />
    </span>
  );
}

function State({ fault }: { fault: Fault }) {
  if (fault.status === "resolved")
    return (
      <span class="mark" data-tone="done" title="Resolved">
        <Icon name="tick" />
        <span class="unseen">Resolved</span>
      </span>
    );
  if (!fault.acknowledged_at) return null;
  return (
    <span class="mark" data-tone="seen" title={`Acknowledged by ${fault.acknowledged_by ?? ""}`}>
      <Icon name="eye" />
      <span class="unseen">Acknowledged</span>
    </span>
  );
}
