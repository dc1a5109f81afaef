import { SEVERITIES, type Severity } from "../api/types";
import { filters } from "../state/address";
import { severityCounts } from "../state/counts";
import { toggled } from "../state/filters";
import { numberOf, severityWord } from "../state/words";
import { SeverityMark } from "./severity-mark";

interface SeverityFilterProps {
  onChoose: (patch: { severities: Severity[] }) => void;
}

/** As many as are wanted; none of them means all. */
export function SeverityFilter({ onChoose }: SeverityFilterProps) {
  const counts = severityCounts.value;
  const { severities } = filters.value;
  return (
    <div class="severities" role="group" aria-label="Severity">
      {SEVERITIES.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={severities.includes(one)}
          data-severity={one}
          onClick={() => onChoose({ severities: toggled(severities, one) })}
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
