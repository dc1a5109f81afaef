import { call } from "./client";

export const KEY_APIS = [
  "fortimonitor",
  "mackerel",
  "pagerduty",
  "opsgenie",
  "alertmanager",
  "webhooks",
] as const;

export interface ApiKey {
  id: string;
  name: string;
  scopes: string[];
  cidrs: string[];
  apis: string[];
  path: string | null;
  topics: string[];
  created_at: string;
  created_by: string;
  expires_at: string | null;
  revoked_at: string | null;
  previous_secret_until: string | null;
  last_used_on: string | null;
}

export interface MadeApiKey extends ApiKey {
  key: string;
}

export interface WantedKey {
  name: string;
  scopes: string[];
  apis: string[];
  cidrs: string[];
  path: string | null;
  expires_at: string | null;
}

export interface Settings {
  servers: string[] | null;
  stripes: { chosen: number; since: string | null; read: number };
}

export async function listApiKeys(): Promise<ApiKey[]> {
  return (await call<{ data: ApiKey[] }>("/api-keys")).body.data;
}

export async function makeApiKey(wanted: WantedKey): Promise<MadeApiKey> {
  return (await call<MadeApiKey>("/api-keys", { method: "POST", body: wanted })).body;
}

export async function rotateApiKey(id: string): Promise<MadeApiKey> {
  const path = `/api-keys/${encodeURIComponent(id)}/rotate`;
  return (await call<MadeApiKey>(path, { method: "POST", body: {} })).body;
}

export async function revokeApiKey(id: string): Promise<void> {
  await call(`/api-keys/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export async function readSettings(): Promise<Settings> {
  return (await call<Settings>("/settings")).body;
}

export async function changeSettings(change: {
  servers?: string[] | null;
  stripes?: number;
}): Promise<Settings> {
  return (await call<Settings>("/settings", { method: "PATCH", body: change })).body;
}
