/** One action on many faults, each by itself: by their ids, or on all that filters find. */

import type { ActionFilter } from "./action-filter";
import { call } from "./client";

export type ManyDeed =
  | "acknowledge"
  | "unacknowledge"
  | "resolve"
  | "reopen"
  | "assign"
  | "unassign"
  | "snooze"
  | "unsnooze";

export interface Action {
  action: ManyDeed;
  ids?: string[];
  filter?: ActionFilter;
  reason?: string;
  assignee?: string;
  until?: string;
}

export interface ActedOn {
  id: string;
  changed: boolean;
  assignee_before: string | null;
  error: { detail?: string } | null;
}

export interface ActionPage {
  data: ActedOn[];
  meta: { cursor: string | null };
}

/** The same request with the cursor of the answer before goes on. */
export async function act(action: Action, cursor: string | null): Promise<ActionPage> {
  const body = cursor ? { ...action, cursor } : action;
  return (await call<ActionPage>("/fault/actions", { method: "POST", body })).body;
}
