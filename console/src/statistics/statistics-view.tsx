import { useEffect, useState } from "preact/hooks";
import { Narrowed } from "../components/narrowed";
import { SeverityFilter } from "../components/severity-filter";
import { SpanFilter } from "../components/span-filter";
import { TextFilter } from "../components/text-filter";
import { filters, refine } from "../state/address";
import { openCounts } from "../state/counts";
import { zone } from "../state/times";
import { levelOf } from "../state/tree";
import { wordsOf } from "../state/words";
import { readAll, type Reading } from "./readings";
import { Readings } from "./readings-view";
import "../styles/statistics.css";

const EVERY = 60_000; // milliseconds

export default function StatisticsView() {
  const asked = JSON.stringify({ ...filters.value, status: "" });
  const [reading, setReading] = useState<Reading | null>(null);
  const [failure, setFailure] = useState("");

  useEffect(() => {
    const abort = new AbortController();
    const read = async () => {
      try {
        setReading(await readAll(filters.peek(), new Date(), zone.peek(), abort.signal));
        setFailure("");
      } catch (error) {
        if (!abort.signal.aborted) setFailure(wordsOf(error));
      }
    };
    void read();
    const timer = setInterval(() => {
      if (!document.hidden) void read();
    }, EVERY);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [asked, zone.value]);

  return (
    <div class="statistics">
      <Head />
      {failure && (
        <p class="note" data-tone="warning" role="alert">
          The statistics could not be read: {failure}
        </p>
      )}
      {reading ? <Readings reading={reading} /> : !failure && <Skeleton />}
    </div>
  );
}

/** The filters of the list, as far as a chart has them. */
function Head() {
  return (
    <header class="statistics-head">
      <h1>Statistics</h1>
      <SeverityFilter onChoose={refine} />
      <Narrowed name="path" onRemove={() => refine({ path: "" })} />
      <Narrowed name="resource" onRemove={() => refine({ resource: "" })} />
      <TextFilter
        name="type"
        words="Type"
        known={Object.keys(openCounts.value?.by_type ?? {})}
        onChoose={(type) => refine({ type })}
      />
      <TextFilter
        name="site"
        words="Site"
        known={(levelOf("")?.nodes ?? []).map((node) => node.name)}
        onChoose={(site) => refine({ site })}
      />
      <SpanFilter fallback="24h" />
    </header>
  );
}

function Skeleton() {
  return (
    <div class="skeleton" role="status" aria-label="Loading statistics">
      <i />
      <i />
      <i />
    </div>
  );
}
