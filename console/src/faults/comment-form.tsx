import { useRef, useState } from "preact/hooks";
import type { Fault } from "../api/types";
import { useWantedField } from "../components/use-wanted-field";
import { mayWrite } from "../session/session";
import { isTouched } from "../state/device";
import { commentOn } from "../state/deeds";
import { draftOf, keepDraft } from "../state/drafts";

const LONGEST = 2000; // characters, as the API takes them

export function CommentForm({ fault }: { fault: Fault }) {
  const [text, setText] = useState(() => draftOf(fault.id));
  const [isBusy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useWantedField("comment", field);
  if (!mayWrite.value) return null;

  const write = (words: string) => {
    setText(words);
    keepDraft(fault.id, words);
  };
  const send = async (event?: Event) => {
    event?.preventDefault();
    if (!text.trim() || isBusy) return;
    setBusy(true);
    if (await commentOn(fault, text.trim())) write("");
    setBusy(false);
  };
  return (
    <form class="comment-form" onSubmit={(event) => void send(event)}>
      <label>
        <span class="unseen">Comment</span>
        <textarea
          ref={field}
          id="comment"
          dir="auto"
          rows={2}
          maxLength={LONGEST}
          placeholder={isTouched ? "Comment" : "Comment (Ctrl+Enter)"}
          value={text}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void send();
          }}
        />
      </label>
      <button disabled={isBusy || !text.trim()}>Comment</button>
    </form>
  );
}
