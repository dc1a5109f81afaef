import { call } from "./client";
import type { Fault } from "./types";

/** What happened to a fault, and how that left it. */
export interface News {
  type: string;
  data: { fault: Fault };
}

interface NewsPage {
  data: News[];
  meta: { cursor: string; has_more: boolean };
}

/** Where the log was read to; the tag says for next to nothing that nothing has happened since. */
export interface NewsPlace {
  cursor: string;
  etag: string | null;
}

export const NOW: NewsPlace = { cursor: "latest", etag: null };

/** Null: nothing has happened. */
export async function readNews(
  place: NewsPlace,
): Promise<{ news: News[]; place: NewsPlace; hasMore: boolean } | null> {
  const query = new URLSearchParams({ after: place.cursor, limit: "100" });
  const answer = await call<NewsPage>(`/events?${query}`, {
    ...(place.etag ? { headers: { "If-None-Match": place.etag } } : {}),
  });
  if (answer.status === 304) return null;
  const { data, meta } = answer.body;
  const next = { cursor: meta.cursor, etag: answer.etag };
  return { news: data, place: next, hasMore: meta.has_more };
}
