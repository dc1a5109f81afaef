/**
 * Microseconds of the place that a list goes on from, as the API writes it behind its signature
 * (faultbook/gateway/cursor.py); null where it cannot be read, as nothing depends on it.
 */
export function placeOf(cursor: string): number | null {
  try {
    const raw = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const [, at] = JSON.parse(raw.slice(SIGNATURE)) as unknown[];
    return typeof at === "number" ? at : null;
  } catch {
    return null;
  }
}

const SIGNATURE = 16; // bytes
