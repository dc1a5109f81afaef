/** A list that is longer than one answer, kept true by answers for parts of it. */

import { SEVERITIES, type Fault, type Severity } from "../api/types";

export type Order = "opened" | "oldest" | "resolved" | "resolved, oldest" | "severity";

/** Positions: a page starts behind `after` (null: at the top) and reaches `until` (empty: the end). */
export interface Part {
  faults: Fault[];
  after: string | null;
  until: string;
}

/** A text that is greater the nearer to the top of the list the fault stands. */
export function positionOf(fault: Fault, order: Order): string {
  const at = order.startsWith("resolved") ? (fault.resolved_at ?? "") : fault.created_at;
  return positionAt(at, fault.severity, order);
}

/** `at`: with six digits of fraction, so that texts and times have the same order. */
export function positionAt(at: string, severity: Severity | null, order: Order): string {
  if (order.endsWith("oldest")) return at.replace(/\d/g, (digit) => String(9 - Number(digit)));
  if (order !== "severity" || !severity) return at;
  return `${SEVERITIES.length - SEVERITIES.indexOf(severity)} ${at}`;
}

/** What the part covers is as the part says; the rest of `held` stays. */
export function merged(held: Fault[], part: Part, order: Order): Fault[] {
  const isCovered = (fault: Fault): boolean => {
    const position = positionOf(fault, order);
    return (part.after === null || position < part.after) && position >= part.until;
  };
  const known = new Map(held.map((fault) => [fault.id, fault]));
  const told = new Map(part.faults.map((fault) => [fault.id, sameOr(known.get(fault.id), fault)]));
  const rest = held.filter((fault) => !told.has(fault.id) && !isCovered(fault));
  return inOrder([...told.values(), ...rest], order);
}

/**
 * An answer from before a change of our own tells of faults as they were: what is held stands, and
 * what our change took off the list stays off it. `made`: versions that we made, by id.
 */
export function upToDate(told: Fault[], held: Fault[], made: ReadonlyMap<string, number>): Fault[] {
  return told.flatMap((fault) => {
    if (fault.version >= (made.get(fault.id) ?? 0)) return [fault];
    return held.filter((one) => one.id === fault.id);
  });
}

function inOrder(faults: Fault[], order: Order): Fault[] {
  return faults.sort((a, b) => {
    const [left, right] = [positionOf(a, order), positionOf(b, order)];
    return left === right ? 0 : left < right ? 1 : -1;
  });
}

/** The very object of before where nothing changed, so that its row is not drawn again. */
function sameOr(before: Fault | undefined, now: Fault): Fault {
  if (!before || before.version > now.version) return before ?? now;
  const same =
    before.version === now.version &&
    before.occurrences === now.occurrences &&
    before.comment_count === now.comment_count;
  return same ? before : now;
}
