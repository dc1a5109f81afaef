import { isGuest } from "../session/session";
import { readAgain } from "./faults";
import type { ChangeEvent } from "./types";

/** At a site, or everywhere, the newest first. */
export async function listChanges(
  site: string,
  from: Date,
  to: Date,
  limit: number,
  signal?: AbortSignal,
): Promise<ChangeEvent[]> {
  if (isGuest.peek()) return []; // a link shows faults alone
  const query = new URLSearchParams({
    from: from.toISOString(),
    to: to.toISOString(),
    limit: String(limit),
    ...(site ? { site } : {}),
  });
  return (await readAgain<{ data: ChangeEvent[] }>(`/changes?${query}`, signal)).data;
}
