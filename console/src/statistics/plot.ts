/** What all plots share: axes, colours of the theme, times of the zone that is shown. */

import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { theme } from "../state/theme";
import { chartMomentOf, zone } from "../state/times";

export const HEIGHT = 190; // pixels
const DAY = 86_400; // seconds

/** Made anew for other data, another theme and another zone. */
export function usePlot(
  frame: RefObject<HTMLElement | null>,
  data: uPlot.AlignedData,
  optionsOf: (frame: HTMLElement) => uPlot.Options,
): RefObject<uPlot | null> {
  const plot = useRef<uPlot | null>(null);
  const [themed, zoned] = [theme.value, zone.value];
  useEffect(() => {
    if (!frame.current) return;
    const made = new uPlot(optionsOf(frame.current), data, frame.current);
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
  }, [data, themed, zoned]);
  return plot;
}

/** `last`: where the last point's part of the span ends, in milliseconds. */
export function plainOptions(
  frame: HTMLElement,
  last: number,
): uPlot.Options & { axis: uPlot.Axis } {
  const axis: uPlot.Axis = {
    stroke: colourOf(frame, "--text-quiet"),
    grid: { stroke: colourOf(frame, "--line"), width: 1 },
    ticks: { show: false },
    font: "11px system-ui, sans-serif",
  };
  return {
    axis,
    width: frame.clientWidth || 600,
    height: HEIGHT,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    tzDate: inZone,
    scales: { x: { time: true, range: (_, min, max) => [min, Math.max(max, last / 1000)] } },
    axes: [{ ...axis, size: 26, space: 60, values: namesOf }],
    series: [{}],
  };
}

/** A canvas does not know custom properties nor light-dark(); the browser resolves them for it. */
export function colourOf(frame: HTMLElement, name: string): () => string {
  return () => {
    const before = frame.style.color;
    frame.style.color = getComputedStyle(frame).getPropertyValue(name).trim();
    const seen = getComputedStyle(frame).color;
    frame.style.color = before;
    return seen;
  };
}

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
