import { useEffect, useRef, useState } from "preact/hooks";
import { mayWrite } from "../session/session";
import { Icon } from "../components/icons";
import { address, filters } from "../state/address";
import { searchOf } from "../state/filters";
import {
  arrived,
  faults,
  hasMore,
  isComplete,
  loadMore,
  loading,
  loadingMore,
} from "../state/live-list";
import { zone } from "../state/times";
import { isolated } from "../state/words";
import { blocksOf } from "./blocks";
import { FaultRow } from "./fault-row";
import { useKeptFocus, useKeptPlace } from "./keep-place";
import { EmptyList, FailedList, ListSkeleton, NothingYet, lookedBack } from "./list-states";

export function FaultList() {
  const scroller = useRef<HTMLDivElement>(null);
  const shown = faults.value;
  useKeptPlace(scroller, shown);
  useKeptFocus(scroller);
  const [unseen, setUnseen] = useState(0);

  useEffect(
    () =>
      arrived.subscribe((ids) => {
        const element = scroller.current;
        if (ids.size && element && element.scrollTop > 0) setUnseen((count) => count + ids.size);
      }),
    [],
  );
  const toTop = () => {
    scroller.current?.scrollTo({ top: 0 });
    setUnseen(0);
  };

  return (
    <div class="list-frame">
      {unseen > 0 && (
        <button type="button" class="new-above" onClick={toTop}>
          <Icon name="up" />
          {unseen} new
        </button>
      )}
      <div
        class="list"
        ref={scroller}
        onScroll={(event) => {
          if (unseen && event.currentTarget.scrollTop <= 0) setUnseen(0);
        }}
      >
        <Content />
      </div>
      <Announcer />
    </div>
  );
}

function Content() {
  if (loading.value === "loading") return <ListSkeleton />;
  if (loading.value === "failed") return <FailedList />;
  if (!faults.value.length) return hasMore.value ? <NothingYet /> : <EmptyList />;
  return (
    <>
      {!isComplete.value && (
        <p class="list-end">
          The newest 1,000 open faults are sorted by severity; there are more than these.
        </p>
      )}
      <Columns maySelect={mayWrite.value} />
      <Rows />
      {hasMore.value ? <More /> : <p class="list-end">That is all.</p>}
    </>
  );
}

/** In blocks, so that a browser has a hundred things to watch and not thousands. */
function Rows() {
  const place = address.value;
  const search = searchOf({ ...place, fault: "" }); // of thousands of rows only their ids differ
  const base = `/${search}${search ? "&" : "?"}fault=`;
  return (
    <div class="rows" role="list" aria-label="Faults">
      {blocksOf(faults.value).map((block) => (
        <div
          key={block[0]?.id}
          class="block"
          role="presentation"
          ref={(element) => element?.style.setProperty("--rows", String(block.length))}
        >
          {block.map((fault) => (
            <FaultRow
              key={fault.id}
              fault={fault}
              href={base + encodeURIComponent(fault.id)}
              isOpen={place.fault === fault.id}
              maySelect={mayWrite.value}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

/** What the columns of a wide list are; each row says the same to who does not see it. */
function Columns({ maySelect }: { maySelect: boolean }) {
  const hasEnded = filters.value.status === "resolved" || filters.value.status === "recent";
  return (
    <div class="columns" data-select={maySelect} aria-hidden="true">
      <span class="columns-message">Message</span>
      <span>Place</span>
      <span>Type</span>
      <span>Reporter</span>
      <span class="columns-end">Seen</span>
      <span>Assignee</span>
      <span class="columns-end">Age</span>
      <span>
        {hasEnded ? "Resolved" : "Opened"}
        {zone.value === "utc" && " (UTC)"}
      </span>
    </div>
  );
}

/** Loads by itself when it comes into sight, and is a button for whom it does not. */
function More() {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void loadMore();
      },
      { rootMargin: "300px" },
    );
    if (button.current) observer.observe(button.current);
    return () => observer.disconnect();
  }, [faults.value.length]);
  return (
    <>
      {filters.value.q && <p class="list-end">{lookedBack()}</p>}
      <button ref={button} type="button" class="more" onClick={() => void loadMore()}>
        {loadingMore.value ? "Loading…" : "Older faults"}
      </button>
    </>
  );
}

function Announcer() {
  const ids = arrived.value;
  const newest = faults.value.find((fault) => ids.has(fault.id));
  return (
    <p class="unseen" aria-live="polite">
      {newest && `${ids.size} new: ${newest.severity.toLowerCase()}, ${isolated(newest.message)}`}
    </p>
  );
}
