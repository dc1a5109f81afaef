import { SEVERITIES, type Severity } from "../api/types";
import { severityCounts } from "../state/counts";
import { filters } from "../state/address";
import { numberOf, severityWord } from "../state/words";
import { SeverityMark } from "./severity-mark";

export function SeverityFilter({ onChoose }: { onChoose: (severity: Severity | "") => void }) {
  const counts = severityCounts.value;
  const { severity } = filters.value;
  return (
    <div class="severities" role="group" aria-label="Severity">
      {SEVERITIES.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={severity === one}
          data-severity={one}
          onClick={() => onChoose(severity === one ? "" : one)}
        >
          <SeverityMark severity={one} quiet />
          <span class="severity-word">{severityWord(one)}</span>
          {counts && (
            <span class="count">
              {numberOf(counts.bySeverity[one])}
              {counts.isExact ? "" : "+"}
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
