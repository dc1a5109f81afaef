import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import type uPlot from "uplot";

interface Walk {
  /** The point that is read out; null for none. */
  at: number | null;
  setAt: (at: number | null) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** The arrow keys walk through the points of a plot; Enter chooses the one they are on. */
export function useWalk(
  plot: RefObject<uPlot | null>,
  times: number[],
  onChoose?: (at: number) => void,
): Walk {
  const [at, setAt] = useState<number | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && at !== null && onChoose) onChoose(at);
    else if (!step({ ArrowRight: 1, ArrowLeft: -1 }[event.key])) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const step = (by: number | undefined): boolean => {
    if (!by || !plot.current) return false;
    const last = times.length - 1;
    const next = at === null ? (by > 0 ? 0 : last) : Math.max(0, Math.min(last, at + by));
    const left = plot.current.valToPos((times[next] ?? 0) / 1000, "x");
    plot.current.setCursor({ left, top: 0 });
    setAt(next);
    return true;
  };
  return { at, setAt, onKeyDown };
}
