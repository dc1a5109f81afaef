/** Colour and shape say the same, so that neither is needed alone. */

import type { Severity } from "../api/types";
import { severityWord } from "../state/words";

const SHAPES: Record<Severity, string> = {
  CRITICAL: "M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1Z",
  HIGH: "M8 1.2 15.3 14.4H.7Z",
  MEDIUM: "M8 .7 15.3 8 8 15.3.7 8Z",
  WARNING: "M2 2h12v12H2Z",
  LOW: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Z",
};
const SIGNS: Partial<Record<Severity, string>> = {
  CRITICAL: "M8 4.2v4.6m0 2.6v.2",
  HIGH: "M8 6.2v3.6m0 2v.2",
};

export function SeverityMark({ severity, quiet }: { severity: Severity; quiet?: boolean }) {
  const sign = SIGNS[severity];
  return (
    <span class="severity" data-severity={severity}>
      <svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <path d={SHAPES[severity]} />
        {sign && <path class="severity-sign" d={sign} />}
      </svg>
      {!quiet && <span class="unseen">{severityWord(severity)}: </span>}
    </span>
  );
}
