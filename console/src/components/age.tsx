import { computed, type ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { minute, now } from "../state/clock";
import { momentOf, shortMomentOf } from "../state/times";
import { ageOf } from "../state/words";

export function Age({ at }: { at: string }) {
  return (
    <time dateTime={at} title={momentOf(at)}>
      {useText(at, ageOf)}
    </time>
  );
}

/** When it was, in as few words as tell it. */
export function ShortMoment({ at }: { at: string }) {
  return <>{useText(at, shortMomentOf)}</>;
}

/** How long ago, and when that was. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={momentOf(at)}>
      {useText(at, ageOf)} ago{" "}
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
function useText(at: string, textOf: (at: string, now: number) => string): ReadonlySignal<string> {
  return useMemo(() => {
    const begin = Date.parse(at);
    return computed(() => textOf(at, now.peek() - begin < HOUR ? now.value : minute.value));
  }, [at]);
}
