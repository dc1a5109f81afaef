/** Whether a fault that was changed here is still one of those that the list shows. */

import type { Fault } from "../api/types";
import { claims } from "../session/session";
import type { Filters } from "./filters";

/** By what a change can change; all else is as it was when the fault was listed. */
export function fits(filters: Filters, fault: Fault): boolean {
  const isOpen = fault.status === "unresolved";
  return (
    (filters.status === "all" || (filters.status === "unresolved") === isOpen) &&
    isWithin(fault.resolved_at, filters.resolved_from, filters.resolved_to) &&
    (!filters.severities.length || filters.severities.includes(fault.severity)) &&
    (!filters.acknowledged || (filters.acknowledged === "true") === isAcknowledged(fault)) &&
    (!filters.snoozed || (filters.snoozed === "true") === (fault.snoozed_until !== null)) &&
    (!filters.assignee || fault.assignee === nameOf(filters.assignee)) &&
    (!filters.type || fault.type === filters.type)
  );
}

/** An empty border is none. */
function isWithin(at: string | null, from: string, to: string): boolean {
  if (!from && !to) return true;
  if (at === null) return false;
  const moment = Date.parse(at);
  return !(moment < Date.parse(from)) && !(moment >= Date.parse(to));
}

function isAcknowledged(fault: Fault): boolean {
  return fault.acknowledged_at !== null;
}

function nameOf(assignee: string): string | undefined {
  return assignee === "me" ? claims.peek()?.subject : assignee;
}
