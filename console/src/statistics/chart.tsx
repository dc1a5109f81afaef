/** Stacked bars over time; the arrow keys walk through them, and a table says the same. */

import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { SeverityMark } from "../components/severity-mark";
import { SEVERITIES } from "../api/types";
import { theme } from "../state/theme";
import { chartMomentOf, zone } from "../state/times";
import { severityWord } from "../state/words";
import { inWords, totalOf, type Bars } from "./bars";
import { BarsTable } from "./bars-table";

const HEIGHT = 190; // pixels
const LOWEST_TOP = 4; // a single fault shall not look like a catastrophe
const WHOLE_STEPS = [0, 1, 2, 3, 4, 5].flatMap((power) =>
  [1, 2, 5].map((one) => one * 10 ** power),
);

export function Chart({ title, bars }: { title: string; bars: Bars }) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const [themed, zoned] = [theme.value, zone.value];

  useEffect(() => {
    if (!frame.current) return;
    const made = new uPlot(optionsOf(frame.current, bars, setAt), dataOf(bars), frame.current);
    plot.current = made;
    const sizes = new ResizeObserver(([entry]) => {
      if (entry) made.setSize({ width: entry.contentRect.width, height: HEIGHT });
    });
    sizes.observe(frame.current);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const redraw = () => made.redraw(false);
    dark.addEventListener("change", redraw);
    return () => {
      dark.removeEventListener("change", redraw);
      sizes.disconnect();
      made.destroy();
    };
  }, [bars, themed, zoned]);

  const walk = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by || !plot.current) return;
    event.preventDefault();
    event.stopPropagation();
    const last = bars.times.length - 1;
    const next = at === null ? (by > 0 ? 0 : last) : Math.max(0, Math.min(last, at + by));
    const left = plot.current.valToPos((bars.times[next] ?? 0) / 1000, "x");
    plot.current.setCursor({ left, top: 0 });
    setAt(next);
  };
  return (
    <section class="chart" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <p class="readout" aria-live="polite">
          {at === null ? totalOf(bars) : inWords(bars, at)}
        </p>
      </header>
      <div
        ref={frame}
        class="chart-frame"
        tabIndex={0}
        role="group"
        aria-label={`${title}: chart; arrow keys read it bar by bar`}
        onKeyDown={walk}
        onBlur={() => setAt(null)}
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
    </section>
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

function optionsOf(
  frame: HTMLElement,
  bars: Bars,
  setAt: (index: number | null) => void,
): uPlot.Options {
  const colour = (name: string) => () => getComputedStyle(frame).getPropertyValue(name).trim();
  const resolved = (name: string) => () => drawable(frame, colour(name)());
  const axis = {
    stroke: resolved("--text-quiet"),
    grid: { stroke: resolved("--line"), width: 1 },
    ticks: { show: false },
    font: "11px system-ui, sans-serif",
  };
  const paths = uPlot.paths.bars?.({ size: [0.8, 40], align: 1 });
  return {
    width: frame.clientWidth || 600,
    height: HEIGHT,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    tzDate: inZone,
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: true, range: (_, min, max) => [min, (bars.ends.at(-1) ?? max * 1000) / 1000] },
      y: { range: (_, __, max) => [0, Math.max(LOWEST_TOP, max * 1.05)] },
    },
    axes: [
      { ...axis, size: 26, space: 60, values: namesOf },
      { ...axis, size: 40, incrs: WHOLE_STEPS },
    ],
    series: [
      {},
      ...[...SEVERITIES].reverse().map((severity) => ({
        label: severity,
        fill: resolved(`--${severity.toLowerCase()}`),
        width: 0,
        points: { show: false },
        ...(paths ? { paths } : {}),
      })),
    ],
    hooks: { setCursor: [(plot: uPlot) => setAt(plot.cursor.idx ?? null)] },
  };
}

const DAY = 86_400; // seconds
/** The time of day, and the date where a day begins. */
function namesOf(_: uPlot, ticks: number[], __: number, ___: number, step: number): string[] {
  return ticks.map((tick) => {
    const at = inZone(tick);
    const isMidnight = at.getHours() === 0 && at.getMinutes() === 0;
    return chartMomentOf(tick * 1000, step >= DAY || isMidnight ? "day" : "time");
  });
}

/** What the clock shows there, whatever zone the browser is in; `at` in seconds. */
function inZone(at: number): Date {
  const moment = new Date(at * 1000);
  return zone.peek() === "utc" ? uPlot.tzDate(moment, "Etc/UTC") : moment;
}

/** A canvas does not know custom properties nor light-dark(); the browser resolves them for it. */
function drawable(frame: HTMLElement, value: string): string {
  const before = frame.style.color;
  frame.style.color = value;
  const seen = getComputedStyle(frame).color;
  frame.style.color = before;
  return seen;
}
