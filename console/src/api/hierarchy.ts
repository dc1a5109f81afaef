import { readAgain } from "./faults";
import type { PlacePage } from "./types";

/** The nodes below `path`, counted from a bounded number of faults; with a cursor from the next. */
export function listPlaces(path: string, cursor: string | null): Promise<PlacePage> {
  const query = new URLSearchParams();
  if (path) query.set("path", path);
  if (cursor) query.set("cursor", cursor);
  return readAgain<PlacePage>(`/fault/hierarchy?${query}`);
}
