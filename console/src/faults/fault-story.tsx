import type { Fault } from "../api/types";
import { isGuest } from "../session/session";
import { timeline } from "../state/detail";
import { Icon, type IconName } from "../components/icons";
import { Moment } from "../components/age";
import { LinkedText } from "../components/linked-text";
import { storyOf, type Chapter } from "./story";
import { Who } from "./who";

const ICONS: [string, IconName][] = [
  ["resolved", "tick"],
  ["reopened", "undo"],
  ["acknowledged", "eye"],
  ["unacknowledged", "undo"],
  ["opened", "warning"],
  ["severity", "up"],
  ["assigned", "person"],
  ["snooz", "clock"],
  ["unassigned", "undo"],
];
const APIS: Record<string, string> = {
  fortimonitor: "FortiMonitor",
  incidents: "Incidents",
  mackerel: "Mackerel",
};

export function FaultStory({ fault }: { fault: Fault }) {
  const story = storyOf(fault, timeline.value);
  return (
    <section class="story" aria-labelledby="story-title">
      <h3 id="story-title">What happened</h3>
      <ol>
        {story.map((chapter, index) => (
          <li key={index} data-kind={chapter.kind}>
            <One chapter={chapter} />
          </li>
        ))}
      </ol>
      {!story.length && !isGuest.value && <p class="quiet">The timeline is being written.</p>}
    </section>
  );
}

function One({ chapter }: { chapter: Chapter }) {
  if (chapter.kind === "comment") {
    return (
      <>
        <Icon name="comment" />
        <div>
          <p class="story-head">
            <b>
              <Who credential={chapter.by} name={chapter.name} />
            </b>{" "}
            commented <Moment at={chapter.at} />
          </p>
          <p class="story-text" dir="auto">
            <LinkedText text={chapter.text} />
          </p>
        </div>
      </>
    );
  }
  const icon = ICONS.find(([what]) => chapter.what.startsWith(what))?.[1] ?? "list";
  const api = APIS[chapter.api];
  return (
    <>
      <Icon name={icon} />
      <div>
        <p class="story-head">
          <b>
            <Who credential={chapter.by} name={chapter.name} />
          </b>{" "}
          {chapter.what} <Moment at={chapter.at} />
          {api && <span class="quiet"> by {api}</span>}
        </p>
        {chapter.why && (
          <p class="story-text" dir="auto">
            <LinkedText text={chapter.why} />
          </p>
        )}
      </div>
    </>
  );
}
