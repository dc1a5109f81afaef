/** How the times to acknowledge and to resolve have become. */

import { useMemo, useRef } from "preact/hooks";
import type uPlot from "uplot";
import { lengthOf } from "../state/words";
import { spanInWords } from "./bars";
import { colourOf, plainOptions, usePlot } from "./plot";
import type { Trend } from "./readings";
import { useWalk } from "./use-walk";

const LINES = [
  { name: "mtta", words: "to acknowledge", colour: "--seen" },
  { name: "mttr", words: "to resolve", colour: "--done" },
] as const;
const STEPS = [1, 5, 15, 30].flatMap((one) => [one, one * 60]).concat([3600, 7200, 21_600, 43_200]);
const LONG_STEPS = [1, 2, 5, 10, 20, 50].map((days) => days * 86_400);

export function TrendChart({ trend }: { trend: Trend }) {
  const isEmpty = LINES.every(({ name }) => trend[name].every((one) => one.mean === null));
  return (
    <section class="chart" aria-label="Times">
      {isEmpty ? (
        <>
          <header>
            <h2>Mean times</h2>
          </header>
          <p class="nothing">Nothing was acknowledged or resolved in this span.</p>
        </>
      ) : (
        <Drawn trend={trend} />
      )}
    </section>
  );
}

function Drawn({ trend }: { trend: Trend }) {
  const frame = useRef<HTMLDivElement>(null);
  const times = useMemo(
    () => trend.times.map((time, index) => (time + (trend.ends[index] ?? time)) / 2),
    [trend],
  );
  const data = useMemo<uPlot.AlignedData>(
    () => [
      times.map((time) => time / 1000),
      ...LINES.map(({ name }) => trend[name].map((one) => one.mean)),
    ],
    [trend],
  );
  const plot = usePlot(frame, data, (element) => optionsOf(element, trend, (at) => walk.setAt(at)));
  const walk = useWalk(plot, times);
  return (
    <>
      <header>
        <h2>Mean times</h2>
        <p class="readout" aria-live="polite">
          {walk.at === null ? "" : inWords(trend, walk.at)}
        </p>
      </header>
      <div
        ref={frame}
        class="chart-frame"
        tabIndex={0}
        role="group"
        aria-label="Mean times: chart; arrow keys read it point by point"
        onKeyDown={walk.onKeyDown}
        onBlur={() => walk.setAt(null)}
      />
      <footer>
        <ul class="legend">
          {LINES.map(({ name, words }) => (
            <li key={name} data-line={name}>
              {words}
            </li>
          ))}
        </ul>
      </footer>
    </>
  );
}

function inWords(trend: Trend, at: number): string {
  const said = LINES.map(
    ({ name, words }) => `${lengthOf(trend[name][at]?.mean ?? null)} ${words}`,
  );
  return `${spanInWords(trend, at)}: ${said.join(", ")}`;
}

function optionsOf(
  frame: HTMLElement,
  trend: Trend,
  onAt: (index: number | null) => void,
): uPlot.Options {
  const { axis, ...plain } = plainOptions(frame, trend.ends.at(-1) ?? 0);
  const first = (trend.times[0] ?? 0) / 1000;
  return {
    ...plain,
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: () => [first, (trend.ends.at(-1) ?? 0) / 1000] },
      y: { range: (_, __, max) => [0, Math.max(60, max * 1.1)] },
    },
    axes: [
      ...(plain.axes ?? []),
      {
        ...axis,
        size: 56,
        incrs: [...STEPS.sort((a, b) => a - b), ...LONG_STEPS],
        values: (_, ticks) => ticks.map((tick) => (tick ? lengthOf(tick) : "0")),
      },
    ],
    series: [
      {},
      ...LINES.map(({ words, colour }) => ({
        label: words,
        stroke: colourOf(frame, colour),
        width: 2,
        spanGaps: true,
        points: { show: true, size: 6, fill: colourOf(frame, colour) },
      })),
    ],
    hooks: { setCursor: [(made: uPlot) => onAt(made.cursor.idx ?? null)] },
  };
}
