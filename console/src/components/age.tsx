import { now } from "../state/clock";
import { ageOf, momentOf } from "../state/words";

export function Age({ at }: { at: string }) {
  return (
    <time dateTime={at} title={momentOf(at)}>
      {ageOf(at, now.value)}
    </time>
  );
}
