import { now } from "../state/clock";
import { momentOf, shortMomentOf } from "../state/times";
import { ageOf } from "../state/words";

export function Age({ at }: { at: string }) {
  return (
    <time dateTime={at} title={momentOf(at)}>
      {ageOf(at, now.value)}
    </time>
  );
}

/** How long ago, and when that was. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={momentOf(at)}>
      {ageOf(at, now.value)} ago <span class="moment">{shortMomentOf(at, now.value)}</span>
    </time>
  );
}
