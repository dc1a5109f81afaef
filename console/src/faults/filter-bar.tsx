import { useEffect, useRef, useState } from "preact/hooks";
import { isGuest } from "../session/session";
import { levelOf } from "../state/tree";
import { Icon } from "../components/icons";
import { clearFilters, filters, narrow } from "../state/address";
import { openCounts } from "../state/counts";
import { narrowing } from "../state/filters";
import { momentOf } from "../state/times";
import { copy } from "../components/copy";
import { curlOfList } from "../state/words";
import { Narrowed } from "../components/narrowed";
import { SeverityFilter } from "../components/severity-filter";
import { TextFilter } from "../components/text-filter";
import { SpanFilter } from "../components/span-filter";
import { GroupChoice, OrderChoice, StatusChoice } from "./list-choices";
import { useWantedField } from "../components/use-wanted-field";

export function FilterBar() {
  const shown = filters.value;
  const [isOpen, setOpen] = useState(false);
  const count = narrowing({ ...shown, q: "" });
  return (
    <search class="filters" aria-label="Filters" data-open={isOpen}>
      <div class="filter-line">
        <TextSearch />
        <button
          type="button"
          class="only-narrow"
          aria-label={count ? `Filters, ${count} set` : "Filters"}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="funnel" />
          {count > 0 && <span class="count">{count}</span>}
        </button>
        <div class="filter-fields">
          <StatusChoice />
          <TextFilter
            onChoose={(type) => narrow({ type })}
            name="type"
            words="Type"
            known={Object.keys(openCounts.value?.by_type ?? {})}
          />
          <TextFilter
            onChoose={(site) => narrow({ site })}
            name="site"
            words="Site"
            known={(levelOf("")?.nodes ?? []).map((node) => node.name)}
          />
          <SpanFilter />
          {!shown.group && <OrderChoice />}
          {!isGuest.value && <GroupChoice />}
        </div>
      </div>
      <div class="filter-line filter-rest">
        <SeverityFilter onChoose={narrow} />
        <Narrowed name="path" onRemove={() => narrow({ path: "" })} />
        <Narrowed name="assignee" onRemove={() => narrow({ assignee: "" })} />
        <Narrowed name="resource" onRemove={() => narrow({ resource: "" })} />
        <ResolvedWithin />
        {narrowing(shown) > 0 && (
          <button type="button" class="link" onClick={clearFilters}>
            Clear
          </button>
        )}
        <span class="grow" />
        <button
          type="button"
          class="plain only-wide"
          aria-label="Copy this list as curl"
          title="Copy this list as curl"
          onClick={() => void copy(curlOfList(filters.peek(), location.origin), "The command")}
        >
          <Icon name="code" />
        </button>
      </div>
    </search>
  );
}

/** As a bar of the statistics sets it. */
function ResolvedWithin() {
  const { status, resolved_from: from, resolved_to: to } = filters.value;
  if (status === "unresolved" || !(from || to)) return null;
  const said = [from && `from ${momentOf(from)}`, to && `to ${momentOf(to)}`];
  return (
    <span class="narrowed">
      <span class="quiet">resolved</span> {said.filter(Boolean).join(" ")}
      <button
        type="button"
        class="plain"
        aria-label="Remove the filter resolved"
        onClick={() => narrow({ resolved_from: "", resolved_to: "" })}
      >
        <Icon name="close" />
      </button>
    </span>
  );
}

const PAUSE = 250; // milliseconds after the last key

function TextSearch() {
  const shown = filters.value.q;
  const [text, setText] = useState(shown);
  const timer = useRef(0);
  const field = useRef<HTMLInputElement>(null);
  useWantedField("search", field);
  useEffect(() => setText(shown), [shown]);
  const type = (value: string) => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => narrow({ q: value.trim() }, true), PAUSE);
  };
  return (
    <label class="search">
      <Icon name="search" />
      <span class="unseen">Search in messages, causes and devices</span>
      <input
        ref={field}
        id="search"
        dir="auto"
        type="search"
        placeholder="Search"
        maxLength={200}
        value={text}
        onInput={(event) => type(event.currentTarget.value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}
