/** What whoever has a link may see: the open faults, at most a thousand, narrowed here. */

import { endSession, link } from "../session/session";
import { Refused, call } from "./client";
import { narrowed } from "./narrowed";
import type { Fault, FaultPage } from "./types";

const KEPT = 4_000; // milliseconds; list, detail and counts of one round share one answer

let read: { at: number; of: string; faults: Promise<Fault[]> } | null = null;

function openFaults(): Promise<Fault[]> {
  const secret = link.peek() ?? "";
  if (read?.of !== secret || Date.now() - read.at > KEPT) {
    const answer = call<Fault[]>(`/fault/token/${encodeURIComponent(secret)}`);
    read = { at: Date.now(), of: secret, faults: answer.then(({ body }) => body, isOver) };
  }
  return read.faults;
}

/** A link that was revoked or has expired is not found; who asked beside it is told of nothing. */
function isOver(error: unknown): Fault[] {
  if (!(error instanceof Refused && error.status === 404)) throw error;
  endSession("expired");
  return [];
}

export async function listOpen(query: URLSearchParams): Promise<FaultPage> {
  return narrowed(await openFaults(), query);
}

/** Null: it is not open, or never was. */
export async function findOpen(id: string): Promise<Fault | null> {
  return (await openFaults()).find((fault) => fault.id === id) ?? null;
}
