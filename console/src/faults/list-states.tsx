/** The list when there is nothing to list: loading, failed, empty. */

import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../components/icons";
import { clearFilters, filters } from "../state/address";
import { connection } from "../api/connection";
import { narrowing } from "../state/filters";
import { askForFirstFault, wasEverReported } from "../state/first-fault";
import { failure, loadMore, loadingMore, lookedBackTo, openList } from "../state/live-list";
import { momentOf } from "../state/times";
import { FirstFault } from "./first-fault";

const LINES = [62, 48, 71, 55, 66, 44, 58, 69];

export function ListSkeleton() {
  return (
    <>
      {lookedBackTo.value && (
        <p class="list-end" role="status">
          Searching… {lookedBack()}
        </p>
      )}
      <SkeletonRows />
    </>
  );
}

function SkeletonRows() {
  return (
    <div class="skeleton rows-skeleton" role="status" aria-label="Loading faults">
      {LINES.map((width, index) => (
        <div key={index}>
          <i ref={(line) => line?.style.setProperty("inline-size", `${width}%`)} />
        </div>
      ))}
    </div>
  );
}

export function FailedList() {
  return <FailedReading why={failure.value} onAgain={() => void openList(filters.peek())} />;
}

export function FailedReading({ why, onAgain }: { why: string; onAgain: () => void }) {
  const isOffline = connection.value === "offline";
  return (
    <div class="state" role="alert">
      <Icon name={isOffline ? "plug" : "warning"} />
      <h2>{isOffline ? "You are offline" : "The faults could not be read"}</h2>
      <p>{isOffline ? "The list comes back by itself when the network does." : why}</p>
      <button type="button" onClick={onAgain}>
        Try again
      </button>
    </div>
  );
}

/** The budget of a search ended before it found anything. */
export function NothingYet() {
  return (
    <div class="state" role="status">
      <Icon name="search" />
      <h2>Nothing found yet</h2>
      <p>{lookedBack()} There are older faults.</p>
      <button type="button" disabled={loadingMore.value} onClick={() => void loadMore()}>
        {loadingMore.value ? "Searching…" : "Search further back"}
      </button>
    </div>
  );
}

export function lookedBack(): string {
  return lookedBackTo.value && `Looked back to ${momentOf(lookedBackTo.value)}.`;
}

export function EmptyList() {
  useEffect(() => void askForFirstFault(), []);
  const { status, acknowledged } = filters.value;
  const others = narrowing({ ...filters.value, acknowledged: "", snoozed: "" });
  if (acknowledged === "false" && status === "unresolved" && !others) {
    return (
      <Quiet title="Nothing is untouched">
        All that is open is acknowledged, or left alone for a while.
      </Quiet>
    );
  }
  if (narrowing(filters.value)) return <NothingMatches />;
  if (wasEverReported.value === false) return <FirstFault />;
  if (status !== "unresolved") {
    return <Quiet title="No faults">There is nothing of this status yet.</Quiet>;
  }
  return <Quiet title="No open faults">All is quiet. A new fault appears here by itself.</Quiet>;
}

function NothingMatches() {
  return (
    <div class="state">
      <Icon name="search" />
      <h2>Nothing matches</h2>
      <p>No fault fits these filters.</p>
      <button type="button" onClick={clearFilters}>
        Clear the filters
      </button>
    </div>
  );
}

function Quiet({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="state" data-tone="done">
      <Icon name="tick" />
      <h2>{title}</h2>
      <p>{children}</p>
    </div>
  );
}
