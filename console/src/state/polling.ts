/** What keeps the console live: short rounds while it is looked at, long ones while it is not. */

import { connection, restLeft } from "../api/connection";
import { lookForAlarms } from "./alarms";
import { refreshCounts } from "./counts";
import { refreshDetail } from "./detail";
import { isFollowed } from "./news";
import { refreshShown } from "./shown";
import { refreshTree } from "./tree";

const LOOKED_AT = 4_000; // milliseconds
const HIDDEN = 30_000;
const SLOWEST = 30_000;
const COUNTS_EVERY = 3; // rounds
const VIEWS_EVERY = 9; // a multiple of COUNTS_EVERY
const TREE_EVERY = 8;
const FURTHER_EVERY = 15; // while the log tells what happened to rows that are far down

/** Begins at once; the answer ends it. */
export function keepLive(): () => void {
  let timer = 0;
  let round = 0;
  let failures = 0;
  let isUnderWay = false;
  let ended = false;

  const go = async () => {
    if (isUnderWay) return;
    isUnderWay = true;
    clearTimeout(timer);
    const isFurther = !isFollowed || round % FURTHER_EVERY === 0;
    const due = [refreshShown(isFurther), refreshDetail(), lookForAlarms()];
    if (round % COUNTS_EVERY === 0) due.push(refreshCounts(round % VIEWS_EVERY === 0));
    if (round % TREE_EVERY === TREE_EVERY - 1) due.push(refreshTree());
    round += 1;
    await Promise.all(due);
    failures = connection.peek() === "online" ? 0 : failures + 1;
    const pause = (document.hidden ? HIDDEN : LOOKED_AT) * 2 ** Math.min(failures, 4);
    isUnderWay = false;
    if (!ended) timer = window.setTimeout(go, Math.max(restLeft(), Math.min(SLOWEST, pause)));
  };
  const onReturn = () => {
    if (!document.hidden) void go();
  };
  document.addEventListener("visibilitychange", onReturn);
  window.addEventListener("online", onReturn);
  void go();
  return () => {
    ended = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onReturn);
    window.removeEventListener("online", onReturn);
  };
}
