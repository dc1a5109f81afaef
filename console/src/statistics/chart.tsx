/** Stacked bars over time; the arrow keys walk through them, and a table says the same. */

import { useMemo, useRef } from "preact/hooks";
import uPlot from "uplot";
import { SEVERITIES } from "../api/types";
import { SeverityMark } from "../components/severity-mark";
import { severityWord } from "../state/words";
import { inWords, isEmpty, totalOf, type Bars } from "./bars";
import { BarsTable } from "./bars-table";
import { colourOf, plainOptions, usePlot } from "./plot";
import { useWalk } from "./use-walk";

const LOWEST_TOP = 4; // a single fault shall not look like a catastrophe
const SHORTEST_BRUSH = 8; // pixels; less is a click
const WHOLE_STEPS = [0, 1, 2, 3, 4, 5].flatMap((power) =>
  [1, 2, 5].map((one) => one * 10 ** power),
);

interface ChartProps {
  title: string;
  bars: Bars;
  /** Milliseconds: the span that was drawn over the chart. */
  onBrush: (from: number, to: number) => void;
  /** To the list of what a bar counts. */
  onChoose: (from: number, to: number) => void;
}

export function Chart({ title, bars, onBrush, onChoose }: ChartProps) {
  return (
    <section class="chart" aria-label={title}>
      {isEmpty(bars) ? (
        <>
          <header>
            <h2>{title}</h2>
          </header>
          <p class="nothing">Nothing was {title.toLowerCase()} in this span.</p>
        </>
      ) : (
        <Drawn title={title} bars={bars} onBrush={onBrush} onChoose={onChoose} />
      )}
    </section>
  );
}

function Drawn({ title, bars, onBrush, onChoose }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const data = useMemo(() => dataOf(bars), [bars]);
  const choose = (at: number) => onChoose(bars.times[at] ?? 0, bars.ends[at] ?? 0);
  const plot = usePlot(frame, data, (element) =>
    optionsOf(element, bars, { onAt: (at) => walk.setAt(at), onBrush, onChoose: choose }),
  );
  const walk = useWalk(plot, bars.times, choose);
  return (
    <>
      <header>
        <h2>{title}</h2>
        <p class="readout" aria-live="polite">
          {walk.at === null ? totalOf(bars) : inWords(bars, walk.at)}
        </p>
      </header>
      <div
        ref={frame}
        class="chart-frame"
        tabIndex={0}
        role="group"
        aria-label={`${title}: chart; arrow keys read it bar by bar, Enter lists a bar`}
        onKeyDown={walk.onKeyDown}
        onBlur={() => walk.setAt(null)}
      />
      <footer>
        <ul class="legend" aria-hidden="true">
          {SEVERITIES.map((one) => (
            <li key={one}>
              <SeverityMark severity={one} quiet />
              {severityWord(one)}
            </li>
          ))}
        </ul>
        <details>
          <summary>As a table</summary>
          <BarsTable title={title} bars={bars} />
        </details>
      </footer>
    </>
  );
}

/** The gravest lies at the bottom: each series is the sum up to its own, drawn from the top. */
function dataOf(bars: Bars): uPlot.AlignedData {
  const sums = bars.counts.map(() => 0);
  const series = SEVERITIES.map((severity) =>
    bars.counts.map((counts, index) => (sums[index] = (sums[index] ?? 0) + counts[severity])),
  );
  return [bars.times.map((time) => time / 1000), ...series.reverse()];
}

interface Acts {
  onAt: (index: number | null) => void;
  onBrush: (from: number, to: number) => void;
  onChoose: (at: number) => void;
}

function optionsOf(frame: HTMLElement, bars: Bars, acts: Acts): uPlot.Options {
  const { axis, ...plain } = plainOptions(frame, bars.ends.at(-1) ?? 0);
  const paths = uPlot.paths.bars?.({ size: [0.8, 40], align: 1 });
  return {
    ...plain,
    cursor: { y: false, drag: { x: true, y: false, setScale: false }, points: { show: false } },
    scales: {
      ...plain.scales,
      y: { range: (_, __, max) => [0, Math.max(LOWEST_TOP, max * 1.05)] },
    },
    axes: [...(plain.axes ?? []), { ...axis, size: 40, incrs: WHOLE_STEPS }],
    series: [
      {},
      ...[...SEVERITIES].reverse().map((severity) => ({
        label: severity,
        fill: colourOf(frame, `--${severity.toLowerCase()}`),
        width: 0,
        points: { show: false },
        ...(paths ? { paths } : {}),
      })),
    ],
    hooks: {
      setCursor: [(plot: uPlot) => acts.onAt(plot.cursor.idx ?? null)],
      setSelect: [(plot: uPlot) => brush(plot, acts)],
      ready: [(plot: uPlot) => plot.over.addEventListener("click", () => click(plot, bars, acts))],
    },
  };
}

function brush(plot: uPlot, acts: Acts): void {
  const { left, width } = plot.select;
  if (width < SHORTEST_BRUSH) return;
  const momentAt = (x: number) => Math.round(plot.posToVal(x, "x")) * 1000;
  acts.onBrush(momentAt(left), momentAt(left + width));
}

/** The bar that is under the pointer begins left of it. */
function click(plot: uPlot, bars: Bars, acts: Acts): void {
  if (plot.select.width >= SHORTEST_BRUSH) return;
  const moment = plot.posToVal(plot.cursor.left ?? 0, "x") * 1000;
  const at = bars.times.findIndex(
    (time, index) => time <= moment && moment < (bars.ends[index] ?? 0),
  );
  if (at >= 0) acts.onChoose(at);
}
