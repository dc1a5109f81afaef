import { useEffect, useRef, useState } from "preact/hooks";
import { SEVERITIES } from "../api/types";
import { levelOf } from "../state/tree";
import { Icon } from "../components/icons";
import { clearFilters, filters, narrow } from "../state/address";
import { openCounts, severityCounts } from "../state/counts";
import { STATUSES, narrowing, type StatusFilter } from "../state/filters";
import { numberOf, severityWord } from "../state/words";
import { copy } from "../components/copy";
import { curlOfList } from "../state/words";
import { SeverityMark } from "../components/severity-mark";
import { SpanFilter } from "../components/span-filter";
import { useWantedField } from "../components/use-wanted-field";

const STATUS_WORDS: Record<StatusFilter, string> = {
  unresolved: "Open",
  recent: "Resolved today",
  resolved: "Resolved",
  all: "All",
};

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
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <Icon name="sliders" />
          {count ? `Filters (${count})` : "Filters"}
        </button>
        <div class="filter-fields">
          <StatusChoice />
          <Suggested
            name="type"
            words="Type"
            known={Object.keys(openCounts.value?.by_type ?? {})}
          />
          <Suggested
            name="site"
            words="Site"
            known={(levelOf("")?.nodes ?? []).map((node) => node.name)}
          />
          <SpanFilter />
        </div>
      </div>
      <div class="filter-line filter-rest">
        <Severities />
        <Narrowed name="path" value={shown.path.replaceAll("|", " / ")} />
        <Narrowed name="resource" value={shown.resource} />
        {narrowing(shown) > 0 && (
          <button type="button" class="link" onClick={clearFilters}>
            Clear
          </button>
        )}
        <span class="grow" />
        <button
          type="button"
          class="plain"
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

function StatusChoice() {
  return (
    <label class="field">
      <span class="unseen">Status</span>
      <select
        value={filters.value.status}
        onChange={(event) => narrow({ status: event.currentTarget.value as StatusFilter })}
      >
        {STATUSES.map((one) => (
          <option key={one} value={one}>
            {STATUS_WORDS[one]}
          </option>
        ))}
      </select>
    </label>
  );
}

function Severities() {
  const counts = severityCounts.value;
  const { severity } = filters.value;
  return (
    <div class="severities" role="group" aria-label="Severity">
      {SEVERITIES.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={severity === one}
          data-severity={one}
          onClick={() => narrow({ severity: severity === one ? "" : one })}
        >
          <SeverityMark severity={one} quiet />
          <span class="severity-word">{severityWord(one)}</span>
          {counts && (
            <span class="count">
              {numberOf(counts.bySeverity[one])}
              {counts.isExact ? "" : "+"}
            </span>
          )}
        </button>
      ))}
    </div>
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

function Suggested(props: { name: "type" | "site"; words: string; known: string[] }) {
  const { name, words, known } = props;
  const value = filters.value[name];
  return (
    <label class="field">
      <span class="unseen">{words}</span>
      <input
        key={value}
        dir="auto"
        list={`known-${name}`}
        placeholder={words}
        defaultValue={value}
        data-set={value !== ""}
        maxLength={256}
        autoComplete="off"
        onChange={(event) => narrow({ [name]: event.currentTarget.value.trim() })}
      />
      <datalist id={`known-${name}`}>
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </label>
  );
}

function Narrowed({ name, value }: { name: "path" | "resource"; value: string }) {
  if (!value) return null;
  return (
    <span class="narrowed">
      <span class="quiet">{name}</span> <bdi>{value}</bdi>
      <button
        type="button"
        class="plain"
        aria-label={`Remove the filter ${name}`}
        onClick={() => narrow({ [name]: "" })}
      >
        <Icon name="close" />
      </button>
    </span>
  );
}
