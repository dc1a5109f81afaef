import { computed, type ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { minute, now, today } from "../state/clock";
import { momentOf, shortMomentOf } from "../state/times";
import { ageOf } from "../state/words";

export function Age({ at }: { at: string }) {
  return (
    <time dateTime={at} title={momentOf(at)}>
      {useAge(at)}
    </time>
  );
}

/** When it was, in as few words as tell it. */
export function ShortMoment({ at }: { at: string }) {
  return <>{useDayText(at)}</>;
}

/** How long ago, and when that was. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={momentOf(at)}>
      {useAge(at)} ago{" "}
      <span class="moment">
        <ShortMoment at={at} />
      </span>
    </time>
  );
}

const HOUR = 3_600_000; // milliseconds

/**
 * As a signal: of thousands of rows only those are touched whose text has become another, and only
 * those of the last hour are looked at more often than each minute.
 */
function useAge(at: string): ReadonlySignal<string> {
  return useMemo(() => {
    const begin = Date.parse(at);
    return computed(() => ageOf(at, now.peek() - begin < HOUR ? now.value : minute.value));
  }, [at]);
}

/** It becomes another with the day. */
function useDayText(at: string): ReadonlySignal<string> {
  return useMemo(() => computed(() => today.value && shortMomentOf(at, now.peek())), [at]);
}
