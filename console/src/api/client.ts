/** Calls of the same origin with the session's token. */

import { renewed } from "../session/renewal";
import { endSession, token } from "../session/session";
import { connection, restFor } from "./connection";

/** What the API refused, in its own words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** No answer came at all. */
export class Unreachable extends Error {}

export interface Answer<T> {
  status: number;
  body: T;
  etag: string | null;
}

interface Options {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const PATIENCE = 20_000; // milliseconds; an API Gateway answers within 30 seconds or not at all

export async function call<T>(path: string, options: Options = {}): Promise<Answer<T>> {
  const credential = token.peek();
  let answer = await answered(path, options);
  if (answer.status === 401 && (await renewed(credential))) answer = await answered(path, options);
  if (answer.status === 304) return { status: 304, body: undefined as T, etag: null };
  const text = await answer.text();
  if (!answer.ok) throw refusal(answer, text);
  return {
    status: answer.status,
    body: (text ? JSON.parse(text) : undefined) as T,
    etag: answer.headers.get("ETag"),
  };
}

async function answered(path: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json", ...options.headers };
  const credential = token.peek();
  if (credential) headers["Authorization"] = `Bearer ${credential}`;
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  const timeout = AbortSignal.timeout(PATIENCE);
  try {
    const answer = await fetch(path, {
      method: options.method ?? "GET",
      headers,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      signal: options.signal ? AbortSignal.any([options.signal, timeout]) : timeout,
      cache: "no-store",
    });
    connection.value = answer.status < 500 ? "online" : "unreachable";
    return answer;
  } catch (error) {
    if (options.signal?.aborted) throw error;
    connection.value = navigator.onLine ? "unreachable" : "offline";
    throw new Unreachable("Faultbook does not answer.");
  }
}

function refusal(answer: Response, text: string): Refused {
  if (answer.status === 401) endSession("expired");
  restFor(Number(answer.headers.get("Retry-After")) || 0);
  return new Refused(answer.status, inWords(text) ?? `The answer was ${answer.status}.`);
}

function inWords(text: string): string | undefined {
  try {
    const problem = JSON.parse(text) as { detail?: string; errors?: Record<string, string[]> };
    const fields = Object.entries(problem.errors ?? {}).map(
      ([field, complaints]) => `${field}: ${complaints.join(", ")}`,
    );
    return fields.length ? `${problem.detail} ${fields.join("; ")}` : problem.detail;
  } catch {
    return undefined; // a gateway's own page
  }
}
