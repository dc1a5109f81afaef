import type { ChangeEvent, Fault } from "../api/types";
import { Icon } from "../components/icons";
import { LinkedText } from "../components/linked-text";
import { changesBefore } from "../state/changes";
import { wordsOfPath } from "../state/path-words";
import { momentOf } from "../state/times";
import { lengthOf } from "../state/words";

/** Often the cause: a deployment, a maintenance. */
export function FaultChanges({ fault }: { fault: Fault }) {
  if (!changesBefore.value.length) return null;
  return (
    <section class="story" aria-labelledby="changes-title">
      <h3 id="changes-title">Changes shortly before</h3>
      <ol>
        {changesBefore.value.map((change) => (
          <li key={`${change.at} ${change.summary}`}>
            <Icon name="pencil" />
            <div>
              <p class="story-head">
                <time dateTime={change.at} title={momentOf(change.at)}>
                  {beforeInWords(change, fault)}
                </time>
                <span class="quiet">
                  {" "}
                  at <bdi>{change.path ? wordsOfPath(change.path) : change.source}</bdi>, told by{" "}
                  <bdi>{change.reporter}</bdi>
                </span>
              </p>
              <p class="story-text" dir="auto">
                <LinkedText text={change.summary} />
              </p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function beforeInWords(change: ChangeEvent, fault: Fault): string {
  const seconds = (Date.parse(fault.created_at) - Date.parse(change.at)) / 1000;
  return seconds < 1 ? "At the same moment" : `${lengthOf(seconds)} before`;
}
