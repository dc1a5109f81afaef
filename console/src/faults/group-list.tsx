import { useRef } from "preact/hooks";
import { filters } from "../state/address";
import {
  groups,
  groupsAreWhole,
  groupsFailure,
  groupsState,
  keyOf,
  openGroups,
} from "../state/groups";
import { GroupRow } from "./group-row";
import { useKeptFocus, useKeptPlace } from "./keep-place";
import { EmptyList, FailedReading, ListSkeleton } from "./list-states";

export default function GroupList() {
  const scroller = useRef<HTMLDivElement>(null);
  useKeptPlace(scroller, groups.value);
  useKeptFocus(scroller);
  return (
    <div class="list-frame">
      <div class="list" ref={scroller}>
        <Content />
      </div>
    </div>
  );
}

function Content() {
  if (groupsState.value === "loading") return <ListSkeleton />;
  if (groupsState.value === "failed") {
    return (
      <FailedReading why={groupsFailure.value} onAgain={() => void openGroups(filters.peek())} />
    );
  }
  if (!groups.value.length) return <EmptyList />;
  return (
    <>
      <ol class="rows" aria-label="Groups">
        {groups.value.map((group) => (
          <GroupRow key={keyOf(group)} group={group} />
        ))}
      </ol>
      <p class="list-end">
        {groupsAreWhole.value ? "That is all." : "Counted are the newest 1,000 faults."}
      </p>
    </>
  );
}
