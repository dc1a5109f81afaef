/** A span of time: relative to now, or between two moments. */

import { useState } from "preact/hooks";
import { filters, refine } from "../state/address";
import { spanLength } from "../state/filters";
import { fieldMomentOf, momentOfField, zone } from "../state/times";

const SPANS: [string, string][] = [
  ["", "Any time"],
  ["1h", "Last hour"],
  ["24h", "Last 24 hours"],
  ["7d", "Last 7 days"],
  ["30d", "Last 30 days"],
  ["90d", "Last 90 days"],
];
const CUSTOM = "custom";
const USUAL = "24h";

export function SpanFilter({ fallback = "" }: { fallback?: string }) {
  const { span, from, to } = filters.value;
  const [isCustom, setCustom] = useState(Boolean(from || to));
  const between = isCustom || Boolean(from || to);
  const known = SPANS.filter(([value]) => value || !fallback);
  const choose = (value: string) => {
    setCustom(value === CUSTOM);
    if (value === CUSTOM) refine({ span: "", ...lastOf(span || fallback || USUAL) });
    else refine({ span: value, from: "", to: "" });
  };
  return (
    <>
      <label class="field">
        <span class="unseen">Span of time</span>
        <select
          value={between ? CUSTOM : span || fallback}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {known.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
          {span && !known.some(([value]) => value === span) && <option value={span}>{span}</option>}
          <option value={CUSTOM}>Between…</option>
        </select>
      </label>
      {between && (
        <>
          <Moment
            words="From"
            value={from}
            onChange={(value) => refine({ from: value, span: "" })}
          />
          <Moment words="To" value={to} onChange={(value) => refine({ to: value, span: "" })} />
        </>
      )}
    </>
  );
}

/** What the relative span is at this moment, as a start for other borders. */
function lastOf(span: string): { from: string; to: string } {
  const to = new Date();
  to.setSeconds(0, 0);
  const from = new Date(to.getTime() - (spanLength(span) ?? 0));
  return { from: from.toISOString(), to: to.toISOString() };
}

function Moment(props: { words: string; value: string; onChange: (value: string) => void }) {
  return (
    <label class="field">
      <span class="unseen">{props.words}</span>
      <input
        type="datetime-local"
        title={zone.value === "utc" ? `${props.words} (UTC)` : props.words}
        value={fieldMomentOf(props.value)}
        onChange={(event) => props.onChange(momentOfField(event.currentTarget.value))}
      />
    </label>
  );
}
