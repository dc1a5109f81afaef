/** Faults that are left alone until a time, and then ask for attention again. */

import { snooze } from "../api/faults";
import type { Fault } from "../api/types";
import { each, goOn, tellFailures, whatOf } from "./deeds";
import { clearSelection } from "./selection";
import { momentOf } from "./times";
import { toast } from "./toasts";

const HOUR = 3_600_000; // milliseconds
const MORNING = 8; // o'clock

/** In words, and the moment counted from `now`. */
export const SNOOZES: [string, (now: Date) => Date][] = [
  ["an hour", (now) => new Date(now.getTime() + HOUR)],
  ["four hours", (now) => new Date(now.getTime() + 4 * HOUR)],
  ["until tomorrow morning", (now) => atMorning(now, 1)],
  ["a week", (now) => atMorning(now, 7)],
];

/** Null ends it. */
export async function snoozeUntil(until: Date | null, faults: Fault[]): Promise<void> {
  const moment = until && until.toISOString();
  const { done, failures } = await each(faults, ({ id }) => snooze(id, moment));
  if (faults.length > 1) clearSelection();
  goOn(done);
  if (done.length) {
    const words = moment ? `Left alone until ${momentOf(moment)}` : "No longer left alone";
    toast(
      "done",
      `${words}: ${whatOf(done)}`,
      moment ? () => void snoozeUntil(null, done) : undefined,
    );
  }
  tellFailures(failures);
}

function atMorning(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
}
