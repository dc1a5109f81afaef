import { SeverityMark } from "../components/severity-mark";
import { SEVERITIES, type Severity } from "../api/types";
import { severityWord } from "../state/words";

interface SeverityChoiceProps {
  chosen: Severity;
  onChoose: (severity: Severity) => void;
}

export function SeverityChoice({ chosen, onChoose }: SeverityChoiceProps) {
  return (
    <fieldset class="choice severity-choice">
      <legend>Severity</legend>
      {SEVERITIES.map((one) => (
        <label key={one}>
          <input
            type="radio"
            name="severity"
            checked={chosen === one}
            onChange={() => onChoose(one)}
          />
          <SeverityMark severity={one} quiet />
          {severityWord(one)}
        </label>
      ))}
    </fieldset>
  );
}
