import { computed, type ReadonlySignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { now } from "../state/clock";
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

/** As a signal: of thousands of rows only those are touched whose text has become another. */
function useText(at: string, textOf: (at: string, now: number) => string): ReadonlySignal<string> {
  return useMemo(() => computed(() => textOf(at, now.value)), [at]);
}
