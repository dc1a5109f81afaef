/** The newest open faults of a subtree: bounded, so that counts of them may be lower bounds. */

import { listFaults } from "../api/faults";
import type { Sighting } from "./sample";

const PAGE = 100; // the most that the API answers at once
const PAGES = 5;

export const BOUND = PAGE * PAGES;

export interface Sample {
  sightings: Sighting[];
  isWhole: boolean;
}

export async function sampleOf(path: string, signal?: AbortSignal): Promise<Sample> {
  const query = new URLSearchParams({ status: "unresolved", limit: String(PAGE) });
  if (path) query.set("path", path);
  const sightings: Sighting[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await listFaults(query, signal);
    for (const fault of answer.data) {
      sightings.push({ path: fault.resource_ancestry_path, severity: fault.severity });
    }
    if (!answer.meta.cursor) return { sightings, isWhole: true };
    query.set("cursor", answer.meta.cursor);
  }
  return { sightings, isWhole: false };
}
