import { useState } from "preact/hooks";
import type { Fault } from "../api/types";
import { correct } from "../state/edits";
import { pathOfWords, wordsOfPath } from "../state/path-words";
import { FaultForm } from "./fault-form";
import { SeverityChoice } from "./severity-choice";
import { TextField } from "./text-field";

const LONGEST = { name: 256, text: 2000 }; // characters, as the API takes them

export function CorrectDialog({ fault }: { fault: Fault }) {
  const [severity, setSeverity] = useState(fault.severity);
  const [message, setMessage] = useState(fault.message);
  const [cause, setCause] = useState(fault.cause);
  const [type, setType] = useState(fault.type);
  const [place, setPlace] = useState(() => wordsOfPath(fault.resource_ancestry_path));
  const [reason, setReason] = useState("");
  const send = () =>
    correct(fault, {
      ...changed(fault, {
        severity,
        message,
        cause,
        type,
        resource_ancestry_path: pathIn(place, fault),
      }),
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    });
  return (
    <FaultForm title="Correct this fault" deed="Correct" onSend={send}>
      <SeverityChoice chosen={severity} onChoose={setSeverity} />
      <TextField
        isFirst
        isWanted
        words="Message"
        lines={2}
        longest={LONGEST.text}
        value={message}
        onType={setMessage}
      />
      <TextField words="Cause" lines={3} longest={LONGEST.text} value={cause} onType={setCause} />
      <TextField isWanted words="Type" longest={LONGEST.name} value={type} onType={setType} />
      <TextField isWanted words="Where" longest={LONGEST.text} value={place} onType={setPlace} />
      <TextField
        words="Why it is corrected"
        hint="May be left empty."
        longest={LONGEST.text}
        value={reason}
        onType={setReason}
      />
    </FaultForm>
  );
}

/** What was not touched stays as it is, whatever its names have in them. */
function pathIn(text: string, { resource_ancestry_path: path }: Fault): string {
  return text === wordsOfPath(path) ? path : pathOfWords(text);
}

/** Only what differs is said, so that nothing is written over that others changed. */
function changed<T extends Partial<Fault>>(fault: Fault, now: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(now).filter(([name, value]) => fault[name as keyof Fault] !== value),
  ) as Partial<T>;
}
