import { isGuest } from "../session/session";
import { Refused, call } from "./client";
import { findOpen, listOpen } from "./guest";
import type {
  AccessToken,
  Fault,
  FaultPage,
  MadeAccessToken,
  Severity,
  TimelineEntry,
} from "./types";

export type Deed = "acknowledge" | "unacknowledge" | "resolve" | "reopen";

/** Answers by address, as they came with their ETag; what has not changed is not sent again. */
const seen = new Map<string, { etag: string; body: unknown }>();
const KEPT = 60;

export async function readAgain<T>(path: string, signal?: AbortSignal): Promise<T> {
  const known = seen.get(path);
  const answer = await call<T>(path, {
    ...(known ? { headers: { "If-None-Match": known.etag } } : {}),
    ...(signal ? { signal } : {}),
  });
  if (answer.status === 304 && known) return known.body as T;
  seen.delete(path);
  if (answer.etag) seen.set(path, { etag: answer.etag, body: answer.body });
  if (seen.size > KEPT) seen.delete(seen.keys().next().value as string);
  return answer.body;
}

export function forgetAnswers(): void {
  seen.clear();
}

export function listFaults(query: URLSearchParams, signal?: AbortSignal): Promise<FaultPage> {
  if (isGuest.peek()) return listOpen(query);
  return readAgain<FaultPage>(`/fault?${query}`, signal);
}

export async function getFault(id: string, signal?: AbortSignal): Promise<Fault> {
  if (isGuest.peek()) return (await findOpen(id)) ?? missing();
  return readAgain<Fault>(`/fault/${encodeURIComponent(id)}`, signal);
}

function missing(): never {
  throw new Refused(404, "It is not open.");
}

/** Whoever has a link sees the comments alone. */
export async function getTimeline(id: string, signal?: AbortSignal): Promise<TimelineEntry[]> {
  if (isGuest.peek()) return [];
  const path = `/fault/${encodeURIComponent(id)}/timeline`;
  return (await readAgain<{ data: TimelineEntry[] }>(path, signal)).data;
}

/** `version`: only onto this one; without it whatever stands is changed. */
export async function change(
  deed: Deed,
  id: string,
  version: number | null,
  reason = "",
): Promise<Fault> {
  const noun = deed === "unacknowledge" ? "acknowledge" : deed;
  const answer = await call<Fault>(`/fault/${encodeURIComponent(id)}/${noun}`, {
    method: deed === "unacknowledge" ? "DELETE" : "POST",
    ...(deed === "unacknowledge" ? {} : { body: reason ? { reason } : {} }),
    ...(version === null ? {} : { headers: { "If-Match": `"${version}"` } }),
  });
  return answer.body;
}

/** `who`: a name, `me`, or null for nobody. */
export async function assign(id: string, who: string | null): Promise<Fault> {
  const answer = await call<Fault>(
    `/fault/${encodeURIComponent(id)}/assign`,
    who === null ? { method: "DELETE" } : { method: "POST", body: { assignee: who } },
  );
  return answer.body;
}

/** `until`: an ISO time, or null to end it. */
export async function snooze(id: string, until: string | null): Promise<Fault> {
  const answer = await call<Fault>(
    `/fault/${encodeURIComponent(id)}/snooze`,
    until === null ? { method: "DELETE" } : { method: "POST", body: { until } },
  );
  return answer.body;
}

export async function comment(id: string, text: string): Promise<Fault> {
  const path = `/fault/${encodeURIComponent(id)}/comment`;
  return (await call<Fault>(path, { method: "POST", body: { comment: text } })).body;
}

export interface Report {
  message: string;
  severity: Severity;
  type: string;
  resource_id: string;
  resource_ancestry_path: string;
  cause: string;
  microservice_id: string;
}

export async function reportFault(said: Report): Promise<Fault> {
  return (await call<Fault>("/fault", { method: "POST", body: said })).body;
}

/** What is not named stays as it is. */
export interface Correction {
  severity?: Severity;
  message?: string;
  cause?: string;
  type?: string;
  resource_ancestry_path?: string;
  reason?: string;
}

export async function correctFault(
  id: string,
  version: number,
  correction: Correction,
): Promise<Fault> {
  const answer = await call<Fault>(`/fault/${encodeURIComponent(id)}`, {
    method: "PATCH",
    body: correction,
    headers: { "If-Match": `"${version}"` },
  });
  return answer.body;
}

export async function deleteFault(id: string): Promise<void> {
  await call(`/fault/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export async function share(minutes: number): Promise<MadeAccessToken> {
  const body = { expire_after_minutes: minutes };
  return (await call<MadeAccessToken>("/fault/token", { method: "POST", body })).body;
}

export async function listShared(): Promise<AccessToken[]> {
  return (await call<{ data: AccessToken[] }>("/fault/token")).body.data;
}

export async function revokeShared(id: string): Promise<void> {
  await call(`/fault/token/${encodeURIComponent(id)}`, { method: "DELETE" });
}
