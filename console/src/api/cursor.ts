import { SEVERITIES, type Severity } from "./types";

/** The place that a list goes on from; the severity where the gravest come first. */
export interface Place {
  microseconds: number;
  severity: Severity | null;
}

/**
 * As the API writes it behind its signature (faultbook/gateway/cursor.py); null where it cannot be
 * read, as nothing depends on it.
 */
export function placeOf(cursor: string): Place | null {
  try {
    const raw = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const [, at, , severity] = JSON.parse(raw.slice(SIGNATURE)) as unknown[];
    if (typeof at !== "number") return null;
    return { microseconds: at, severity: SEVERITIES.find((one) => one === severity) ?? null };
  } catch {
    return null;
  }
}

const SIGNATURE = 16; // bytes
