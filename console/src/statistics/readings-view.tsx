import { useMemo } from "preact/hooks";
import { SEVERITIES, type Severity, type Statistics } from "../api/types";
import { narrow, refine } from "../state/address";
import type { Bars } from "./bars";
import { Chart } from "./chart";
import { Figures } from "./figures";
import { HeatMap } from "./heat-map";
import { Ranking } from "./ranking";
import type { Reading } from "./readings";
import { TrendChart } from "./trend-chart";

export function Readings({ reading }: { reading: Reading }) {
  const { statistics, trend, heat } = reading;
  const opened = useMemo(() => barsOf(statistics, "opened"), [statistics]);
  const resolved = useMemo(() => barsOf(statistics, "resolved"), [statistics]);
  return (
    <>
      {reading.of !== "counters" && <p class="quiet">{basisOf(reading)}</p>}
      <Figures statistics={statistics} />
      <div class="charts">
        <Chart title="Opened" bars={opened} onBrush={brush} onChoose={list} />
        <Chart title="Resolved" bars={resolved} onBrush={brush} onChoose={listResolved} />
        <TrendChart trend={trend} />
        <HeatMap heat={heat} />
      </div>
      <Rankings reading={reading} />
    </>
  );
}

function Rankings({ reading: { statistics, services, of } }: { reading: Reading }) {
  const types = Object.entries(statistics.totals.opened.by_type).sort(([, a], [, b]) => b - a);
  return (
    <div class="rankings">
      <Ranking
        title="Devices with most faults"
        ranks={statistics.top_resources.map(({ resource_id: name, count }) => ({
          name,
          count,
          onChoose: () => narrow({ resource: name, status: "all" }),
        }))}
      />
      {of === "counters" && (
        <Ranking
          title="Services with most faults"
          whenEmpty="No fault of this span names a service."
          ranks={services.map(({ service, namespace, count }) => ({
            name: service,
            under: namespace,
            count,
          }))}
        />
      )}
      <Ranking
        title="Types"
        ranks={types.slice(0, 10).map(([name, count]) => ({
          name,
          count,
          onChoose: () => narrow({ type: name, status: "all" }),
        }))}
      />
    </div>
  );
}

function brush(from: number, to: number): void {
  refine(between(from, to));
}

/** What is said in place of it, where figures are not those of the counters. */
function basisOf({ of, isAll }: Reading): string {
  const those = isAll
    ? "all faults that fit the filters and were opened or resolved in this span"
    : "the newest 1,000 faults that fit the filters and were opened in this span, and as many that were resolved";
  if (of === "both")
    return `Numbers and charts are of every fault; times and rankings are of ${those}.`;
  return (
    `Counters are kept by severity alone, so this is counted of ${those}. ` +
    "What was acknowledged is counted where it is one of these."
  );
}

/** What a bar of the opened counts, as a list. */
function list(from: number, to: number): void {
  narrow({ ...between(from, to), status: "all", resolved_from: "", resolved_to: "" });
}

function listResolved(from: number, to: number): void {
  const { from: since, to: until } = between(from, to);
  const resolved = { resolved_from: since, resolved_to: until };
  narrow({ span: "", from: "", to: "", ...resolved, status: "resolved" });
}

function between(from: number, to: number) {
  return { span: "", from: new Date(from).toISOString(), to: new Date(to).toISOString() };
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
