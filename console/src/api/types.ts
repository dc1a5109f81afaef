/** The wire of the native API, as far as the console reads it (functions/fault_api/answers.py). */

export const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "WARNING", "LOW"] as const;
export type Severity = (typeof SEVERITIES)[number];
export type Status = "unresolved" | "resolved";

export interface Comment {
  user_id: string;
  user_name: string | null;
  comment: string;
  created_at: string;
}

export interface Fault {
  id: string;
  resource_id: string;
  customer_id: string;
  microservice_id: string;
  type: string;
  kind: string;
  status: Status;
  severity: Severity;
  message: string;
  cause: string;
  created_at: string;
  resolved_at: string | null;
  resource_ancestry_path: string;
  ttl: number;
  comments: Comment[];
  comment_count: number;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  snoozed_until: string | null;
  snoozed_by: string | null;
  acknowledged_by_name: string | null;
  assigned_at: string | null;
  assignee: string | null;
  resolution_reason: string | null;
  deduplication_key: string | null;
  memo: string | null;
  occurrences: number;
  last_seen_at: string;
  metadata: Record<string, unknown>;
  version: number;
}

export interface FaultPage {
  data: Fault[];
  meta: { count: number; cursor: string | null; has_more: boolean; complete: boolean };
}

export interface TimelineEntry {
  version: number;
  what: string;
  at: string;
  by: string;
  by_name: string | null;
  api: string;
  reason: string | null;
  status: Status;
  severity: Severity;
  report: { message: string } | null;
}

/** What somebody did to a system, as its sender reported it. */
export interface ChangeEvent {
  at: string;
  summary: string;
  source: string;
  path: string | null;
  reporter: string;
}

export interface Counts {
  total: number;
  by_severity: Record<Severity, number>;
  by_type: Record<string, number>;
}

export interface Happenings {
  opened: Counts;
  resolved: Counts;
  acknowledged: Counts;
  /** Only of the API's own counters. */
  reopened?: Counts;
  expired?: Counts;
}

/** Seconds. */
export interface Durations {
  count: number;
  mean: number | null;
  p50: number | null;
  p90: number | null;
}

export interface Statistics {
  from: string;
  to: string;
  totals: Happenings;
  buckets: (Happenings & { from: string; to: string })[];
  current: { open: Counts };
  mtta: Durations;
  mttr: Durations;
  top_resources: { resource_id: string; count: number }[];
}

export interface ServiceCount {
  service: string;
  namespace: string;
  count: number;
}

export interface AccessToken {
  id: string;
  created_at: string;
  created_by: string;
  expires_at: string;
}

export interface MadeAccessToken {
  id: string;
  token: string;
  expires_at: string;
}

/** A node of the hierarchy with the open faults of its whole subtree. */
export interface Place {
  name: string;
  path: string;
  open: { total: number; by_severity: Record<Severity, number> };
  has_children: boolean;
}

export interface PlacePage {
  data: Place[];
  meta: { cursor: string | null };
}
