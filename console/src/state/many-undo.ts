/** What takes back an action on many faults: of those alone that it has changed. */

import type { ActedOn, Action, ManyDeed } from "../api/actions";

const AT_ONCE = 1000; // ids that one request takes
/** What ends before its time was left alone until one that nobody knows any more. */
const OPPOSITE: Partial<Record<ManyDeed, ManyDeed>> = {
  acknowledge: "unacknowledge",
  unacknowledge: "acknowledge",
  resolve: "reopen",
  reopen: "resolve",
  snooze: "unsnooze",
};

/** Whoever had a fault has it again. */
export function undoing(deed: ManyDeed, changed: ActedOn[]): Action[] {
  if (deed === "assign" || deed === "unassign") return givenBack(changed);
  const action = OPPOSITE[deed];
  return action ? byIds({ action }, changed) : [];
}

function givenBack(changed: ActedOn[]): Action[] {
  const names = [...new Set(changed.map((one) => one.assignee_before))];
  return names.flatMap((who) =>
    byIds(
      who === null ? { action: "unassign" } : { action: "assign", assignee: who },
      changed.filter((one) => one.assignee_before === who),
    ),
  );
}

function byIds(action: Action, those: ActedOn[]): Action[] {
  const requests: Action[] = [];
  for (let start = 0; start < those.length; start += AT_ONCE) {
    const ids = those.slice(start, start + AT_ONCE).map(({ id }) => id);
    requests.push({ ...action, ids });
  }
  return requests;
}
