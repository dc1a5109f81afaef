import { useEffect, useMemo, useState } from "preact/hooks";
import { rankServices, readStatistics } from "../api/statistics";
import { SEVERITIES, type ServiceCount, type Severity, type Statistics } from "../api/types";
import { SpanFilter } from "../components/span-filter";
import { filters, narrow } from "../state/address";
import { zone } from "../state/times";
import { wordsOf } from "../state/words";
import type { Bars } from "./bars";
import { Chart } from "./chart";
import { Figures } from "./figures";
import { Ranking } from "./ranking";
import { bucketsOf, endsOf, type Buckets } from "./spans";

const EVERY = 60_000; // milliseconds

interface Reading {
  statistics: Statistics;
  services: ServiceCount[];
}

export default function StatisticsView() {
  const { span, from, to } = filters.value;
  const [reading, setReading] = useState<Reading | null>(null);
  const [failure, setFailure] = useState("");

  useEffect(() => {
    const abort = new AbortController();
    const read = async () => {
      const buckets = bucketsOf(filters.peek(), new Date(), zone.peek());
      const [from, to] = endsOf(buckets);
      try {
        const [statistics, services] = await Promise.all([
          readParts(buckets, abort.signal),
          rankServices(from, to, abort.signal),
        ]);
        setReading({ statistics, services });
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
  }, [span, from, to, zone.value]);

  return (
    <div class="statistics">
      <header class="statistics-head">
        <h1>Statistics</h1>
        <SpanFilter fallback="24h" />
      </header>
      {failure && (
        <p class="note" data-tone="warning" role="alert">
          The statistics could not be read: {failure}
        </p>
      )}
      {reading ? <Reading reading={reading} /> : !failure && <Skeleton />}
    </div>
  );
}

function Reading({ reading: { statistics, services } }: { reading: Reading }) {
  const opened = useMemo(() => barsOf(statistics, "opened"), [statistics]);
  const resolved = useMemo(() => barsOf(statistics, "resolved"), [statistics]);
  const types = Object.entries(statistics.totals.opened.by_type).sort(([, a], [, b]) => b - a);
  return (
    <>
      <Figures statistics={statistics} />
      <div class="charts">
        <Chart title="Opened" bars={opened} />
        <Chart title="Resolved" bars={resolved} />
      </div>
      <div class="rankings">
        <Ranking
          title="Devices with most faults"
          ranks={statistics.top_resources.map(({ resource_id: name, count }) => ({
            name,
            count,
            onChoose: () => narrow({ resource: name, status: "all" }),
          }))}
        />
        <Ranking
          title="Services with most faults"
          whenEmpty="No fault of this span names a service."
          ranks={services.map(({ service, namespace, count }) => ({
            name: service,
            under: namespace,
            count,
          }))}
        />
        <Ranking
          title="Types"
          ranks={types.slice(0, 10).map(([name, count]) => ({
            name,
            count,
            onChoose: () => narrow({ type: name, status: "all" }),
          }))}
        />
      </div>
    </>
  );
}

/** The whole span's figures, with the buckets of all its parts. */
async function readParts(parts: Buckets[], signal: AbortSignal): Promise<Statistics> {
  const [from, to] = endsOf(parts);
  const [whole, ...each] = await Promise.all([
    parts.length > 1 ? readStatistics(from, to, 1, signal) : null,
    ...parts.map((part) => readStatistics(part.from, part.to, part.count, signal)),
  ]);
  const figures = whole ?? (each[0] as Statistics);
  return { ...figures, buckets: each.flatMap((part) => part?.buckets ?? []) };
}

function barsOf(statistics: Statistics, what: "opened" | "resolved"): Bars {
  return {
    times: statistics.buckets.map((bucket) => Date.parse(bucket.from)),
    ends: statistics.buckets.map((bucket) => Date.parse(bucket.to)),
    counts: statistics.buckets.map(
      (bucket) =>
        Object.fromEntries(SEVERITIES.map((one) => [one, bucket[what].by_severity[one]])) as Record<
          Severity,
          number
        >,
    ),
  };
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
