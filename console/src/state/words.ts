/** Spans, numbers and commands in words. */

import type { Fault, Severity } from "../api/types";
import type { Filters } from "./filters";
import { listQuery } from "./filters";

const UNITS: [string, number][] = [
  ["d", 86_400],
  ["h", 3_600],
  ["m", 60],
];

/** `3m`, `2h 05m`, `4d 3h`: short, and the same width as long as it can be. */
export function ageOf(at: string, now: number): string {
  return lengthOf(Math.max(0, (now - Date.parse(at)) / 1000));
}

export function lengthOf(seconds: number | null): string {
  if (seconds === null) return "–";
  if (seconds < 60) return `${Math.floor(seconds)}s`;
  const at = UNITS.findIndex(([, length]) => seconds >= length);
  const [name, length] = UNITS[at] as [string, number];
  const whole = Math.floor(seconds / length);
  const lower = UNITS[at + 1];
  if (!lower || whole >= 10) return `${whole}${name}`;
  const rest = Math.floor((seconds % length) / lower[1]);
  return rest ? `${whole}${name} ${rest}${lower[0]}` : `${whole}${name}`;
}

const NUMBER = new Intl.NumberFormat("en");

export function numberOf(value: number): string {
  return NUMBER.format(value);
}

export function severityWord(severity: Severity): string {
  return severity.charAt(0) + severity.slice(1).toLowerCase();
}

/** Commands name the variable, never the token itself. */
export function curlOfFault(fault: Fault, origin: string): string {
  return curl(`${origin}/fault/${fault.id}`);
}

export function curlOfList(filters: Filters, origin: string): string {
  return curl(`${origin}/fault?${listQuery(filters, new Date())}`);
}

/** Of an invented fault, for who has none yet. */
export function curlOfFirstReport(origin: string): string {
  const fault = {
    resource_id: "edge-7",
    microservice_id: "first-steps",
    type: "link-down",
    severity: "HIGH",
    message: "Uplink is down",
    cause: "No carrier on port 1",
    resource_ancestry_path: "site_1|rack_3|edge-7",
  };
  const body = quoted(JSON.stringify(fault));
  return `${curl(`${origin}/fault`)} \\\n  -H "Content-Type: application/json" -d ${body}`;
}

function curl(url: string): string {
  return `curl -s ${quoted(url)} -H "Authorization: Bearer $FAULTBOOK_TOKEN"`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Within a sentence: a name in another direction turns nothing around it. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
