import { useState } from "preact/hooks";
import type { Report } from "../api/faults";
import { filters } from "../state/address";
import { report } from "../state/edits";
import { pathOfWords, wordsOfPath } from "../state/path-words";
import { FaultForm } from "./fault-form";
import { SeverityChoice } from "./severity-choice";
import { TextField } from "./text-field";

const REPORTER = "console";
const LONGEST = { name: 256, text: 2000 }; // characters, as the API takes them

/** A new fault; it begins at the place that the list shows. */
export function ReportDialog() {
  const [said, setSaid] = useState<Report>(() => ({
    message: "",
    severity: "MEDIUM",
    type: filters.peek().type,
    resource_id: filters.peek().resource,
    resource_ancestry_path: wordsOfPath(filters.peek().path),
    cause: "",
    microservice_id: REPORTER,
  }));
  const say = (name: keyof Report) => (value: string) => setSaid({ ...said, [name]: value });
  return (
    <FaultForm title="Report a fault" deed="Report" onSend={() => report(asSent(said))}>
      <TextField
        isFirst
        isWanted
        words="What is wrong"
        lines={2}
        longest={LONGEST.text}
        value={said.message}
        onType={say("message")}
      />
      <SeverityChoice
        chosen={said.severity}
        onChoose={(severity) => setSaid({ ...said, severity })}
      />
      <TextField
        isWanted
        words="Device"
        longest={LONGEST.name}
        value={said.resource_id}
        onType={say("resource_id")}
      />
      <TextField
        words="Where, from the site down"
        hint="site / rack"
        longest={LONGEST.text}
        value={said.resource_ancestry_path}
        onType={say("resource_ancestry_path")}
      />
      <TextField
        isWanted
        words="Type"
        hint="link-down"
        longest={LONGEST.name}
        value={said.type}
        onType={say("type")}
      />
      <TextField
        words="Cause, as far as it is known"
        lines={2}
        longest={LONGEST.text}
        value={said.cause}
        onType={say("cause")}
      />
    </FaultForm>
  );
}

/** The path ends in the device, also where only what lies above it was written. */
function asSent(said: Report): Report {
  const path = pathOfWords(said.resource_ancestry_path);
  const isWhole = path.split("|").at(-1) === said.resource_id;
  return {
    ...said,
    cause: said.cause.trim() || "Not known yet",
    resource_ancestry_path:
      isWhole || !path ? path || said.resource_id : `${path}|${said.resource_id}`,
  };
}
