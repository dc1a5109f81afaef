/** Comments and timeline of a fault as one story, oldest first. */

import type { Comment, Fault, Severity, TimelineEntry } from "../api/types";
import { isolated } from "../state/words";

export type Chapter =
  | { kind: "comment"; at: string; by: string; name: string | null; text: string }
  | {
      kind: "event";
      at: string;
      by: string;
      name: string | null;
      what: string;
      why: string;
      api: string;
    };

/** Whose name stands as the reason. */
const ASSIGNED: Record<string, string> = { assigned: "assigned to", unassigned: "unassigned from" };

/** A comment's entry in the timeline says nothing that the comment does not. */
export function storyOf(fault: Fault, timeline: TimelineEntry[]): Chapter[] {
  const comments = fault.comments.map(chapterOf);
  const entries = timeline.filter((entry) => entry.what !== "commented");
  const events = entries.map((entry, index) => eventOf(entry, entries[index - 1]?.severity));
  return [...events, ...comments].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function chapterOf(comment: Comment): Chapter {
  const { created_at: at, user_id: by, user_name: name, comment: text } = comment;
  return { kind: "comment", at, by, name, text };
}

function eventOf(entry: TimelineEntry, before: Severity | undefined): Chapter {
  const { at, by, by_name: name, api } = entry;
  const isGraver = before !== undefined && before !== entry.severity;
  const severity = isGraver ? ` (${before.toLowerCase()} → ${entry.severity.toLowerCase()})` : "";
  const why = entry.report?.message ?? entry.reason ?? "";
  const assignment = ASSIGNED[entry.what];
  if (assignment)
    return { kind: "event", at, by, name, what: `${assignment} ${isolated(why)}`, why: "", api };
  return { kind: "event", at, by, name, what: entry.what + severity, why, api };
}
