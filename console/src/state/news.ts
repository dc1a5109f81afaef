/**
 * What happened elsewhere, asked of one log, so that all that is loaded is right within five
 * seconds. While nothing happens the answer is a 304, which costs next to nothing.
 */

import { restLeft } from "../api/connection";
import { NOW, readNews, type News, type NewsPlace } from "../api/news";
import { isGuest } from "../session/session";
import { lookForAlarms } from "./alarms";
import { refreshCounts } from "./counts";
import { refreshDetail } from "./detail";
import { address } from "./address";
import { adoptNews, dropFault } from "./live-list";
import { refreshShown } from "./shown";
import { refreshTree } from "./tree";

const LOOKED_AT = 4_000; // milliseconds
const HIDDEN = 30_000;
const UNSETTLED = 1_000; // the log's head has moved; an event is there to read three seconds later
const QUIET = 4; // answers without news after which that is no sign of any
const BETWEEN_COUNTS = 4_000;
const SLOWEST = 30_000;
const GONE = ["fault.deleted", "fault.expired"];

/** Whether the log answers; where it does not, everything is asked for again and again. */
export let isFollowed = false;

/** Begins at once; the answer ends it. A guest has no log. */
export function followNews(): () => void {
  let place: NewsPlace = NOW;
  let timer = 0;
  let failures = 0;
  let unsettled = 0;
  let isUnderWay = false;
  let ended = false;
  const go = async () => {
    if (isUnderWay) return;
    isUnderWay = true;
    clearTimeout(timer);
    try {
      const caught = await catchUp(place);
      unsettled = caught.isUnsettled && place !== NOW ? unsettled + 1 : 0;
      place = caught.place;
      isFollowed = true;
      failures = 0;
    } catch {
      isFollowed = false;
      failures += 1;
    }
    isUnderWay = false;
    const usual = document.hidden ? HIDDEN : LOOKED_AT;
    const pause = unsettled > 0 && unsettled < QUIET ? UNSETTLED : usual;
    const wait = Math.min(SLOWEST, pause * 2 ** Math.min(failures, 4));
    if (!ended) timer = window.setTimeout(go, Math.max(restLeft(), wait));
  };
  const onReturn = () => {
    if (!document.hidden) void go();
  };
  if (!isGuest.peek()) {
    void go();
    document.addEventListener("visibilitychange", onReturn);
  }
  return () => {
    ended = true;
    isFollowed = false;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onReturn);
  };
}

/** `isUnsettled`: something was recorded, and is not to be read yet. */
async function catchUp(from: NewsPlace): Promise<{ place: NewsPlace; isUnsettled: boolean }> {
  let place = from;
  for (;;) {
    const answer = await readNews(place);
    if (!answer) return { place, isUnsettled: false };
    place = answer.place;
    tell(answer.news);
    if (!answer.hasMore) return { place, isUnsettled: !answer.news.length };
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
  void lookForAlarms();
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
