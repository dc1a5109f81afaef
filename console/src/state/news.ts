/** What happened elsewhere, asked of one log, so that all that is loaded is right within seconds. */

import { restLeft } from "../api/connection";
import { NOW, readNews, type News, type NewsPlace } from "../api/news";
import { isGuest } from "../session/session";
import { refreshCounts } from "./counts";
import { refreshDetail } from "./detail";
import { address } from "./address";
import { adoptNews, dropFault } from "./live-list";
import { refreshShown } from "./shown";
import { refreshTree } from "./tree";

const LOOKED_AT = 1_500; // milliseconds; an event is there to read three seconds after its change
const HIDDEN = 15_000;
const BETWEEN_COUNTS = 4_000;
const SLOWEST = 30_000;
const GONE = ["fault.deleted", "fault.expired"];

/** Whether the log answers; where it does not, each part of a long list is asked for in turn. */
export let isFollowed = false;

/** Begins at once; the answer ends it. A guest has no log. */
export function followNews(): () => void {
  let place: NewsPlace = NOW;
  let timer = 0;
  let failures = 0;
  let ended = false;
  const go = async () => {
    try {
      place = await catchUp(place);
      isFollowed = true;
      failures = 0;
    } catch {
      isFollowed = false;
      failures += 1;
    }
    const pause = (document.hidden ? HIDDEN : LOOKED_AT) * 2 ** Math.min(failures, 4);
    if (!ended) timer = window.setTimeout(go, Math.max(restLeft(), Math.min(SLOWEST, pause)));
  };
  if (!isGuest.peek()) void go();
  return () => {
    ended = true;
    isFollowed = false;
    clearTimeout(timer);
  };
}

async function catchUp(from: NewsPlace): Promise<NewsPlace> {
  let place = from;
  for (;;) {
    const answer = await readNews(place);
    if (!answer) return place;
    place = answer.place;
    tell(answer.news);
    if (!answer.hasMore) return place;
  }
}

function tell(news: News[]): void {
  if (!news.length) return;
  for (const { type, data } of news) {
    if (GONE.includes(type)) dropFault(data.fault.id);
    else adoptNews(data.fault);
  }
  if (news.some(({ data }) => data.fault.id === address.peek().fault)) void refreshDetail();
  void refreshShown();
  countSoon();
}

let counted = 0;
let isDue = false;

/** However much happens, what is counted around the list is counted at most so often. */
function countSoon(): void {
  if (isDue) return;
  isDue = true;
  const count = () => {
    isDue = false;
    counted = Date.now();
    void refreshCounts();
    void refreshTree();
  };
  setTimeout(count, Math.max(0, counted + BETWEEN_COUNTS - Date.now()));
}
