/**
 * What keeps the console live beside the log of news: everything is read again each minute, for what
 * the log does not tell, as repetitions; and each few seconds while the log does not answer.
 */

import { connection, restLeft } from "../api/connection";
import { filters } from "./address";
import { lookForAlarms } from "./alarms";
import { refreshCounts } from "./counts";
import { refreshDetail } from "./detail";
import { loading } from "./live-list";
import { isFollowed } from "./news";
import { refreshShown } from "./shown";
import { refreshTree } from "./tree";

const LOOKED_AT = 4_000; // milliseconds
const SOON = 100;
const FOLLOWED = 60_000;
const HIDDEN = 30_000;
const HIDDEN_AND_FOLLOWED = 600_000;
const SLOWEST = 30_000;
const COUNTS_EVERY = 3; // rounds, while they are short
const VIEWS_EVERY = 9; // a multiple of COUNTS_EVERY
const TREE_EVERY = 8;

/** Begins with the first list; the answer ends it. */
export function keepLive(): () => void {
  let timer = 0;
  let round = 0;
  let failures = 0;
  let read = 0;
  let isUnderWay = false;
  let ended = false;

  const go = async () => {
    if (isUnderWay) return;
    isUnderWay = true;
    clearTimeout(timer);
    read = Date.now();
    const isEach = isQuiet();
    const due = [refreshShown(true), refreshDetail(), lookForAlarms()];
    if (isEach || round % COUNTS_EVERY === 0) {
      due.push(refreshCounts(isEach || round % VIEWS_EVERY === 0));
    }
    if (isEach || round % TREE_EVERY === TREE_EVERY - 1) due.push(refreshTree());
    round += 1;
    await Promise.all(due);
    failures = connection.peek() === "online" ? 0 : failures + 1;
    isUnderWay = false;
    wait();
  };
  /** Looks at the clock alone, which costs nothing. */
  const look = () => {
    const pause = document.hidden ? HIDDEN_AND_FOLLOWED : FOLLOWED;
    if (isQuiet() && Date.now() - read < pause) wait();
    else void go();
  };
  const wait = () => {
    if (ended) return;
    const usual = document.hidden ? HIDDEN : LOOKED_AT;
    const pause = Math.min(SLOWEST, usual * 2 ** Math.min(failures, 4));
    timer = window.setTimeout(look, Math.max(restLeft(), pause));
  };
  const onReturn = () => {
    if (!document.hidden) void go();
  };
  /** The first list has the line for itself. */
  const begin = () => {
    if (ended) return;
    if (loading.peek() === "loading" && !filters.peek().group)
      timer = window.setTimeout(begin, SOON);
    else void go();
  };
  document.addEventListener("visibilitychange", onReturn);
  window.addEventListener("online", onReturn);
  begin();
  return () => {
    ended = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onReturn);
    window.removeEventListener("online", onReturn);
  };
}

/** Whether the log tells whatever happens, so that nothing else has to be asked for. */
function isQuiet(): boolean {
  return isFollowed && connection.peek() === "online" && loading.peek() !== "failed";
}
