import { copy } from "./copy";

interface SecretProps {
  name: string;
  text: string;
  remark: string;
  onDone: () => void;
}

/** What is shown once and then never again. */
export function Secret({ name, text, remark, onDone }: SecretProps) {
  return (
    <div class="note" role="status">
      <div class="secret">
        <strong>
          <bdi>{name}</bdi>
        </strong>{" "}
        {remark}
        <div class="made-link">
          <input
            readOnly
            aria-label={name}
            value={text}
            onFocus={(event) => event.currentTarget.select()}
          />
          <button type="button" onClick={() => void copy(text, name)}>
            Copy
          </button>
          <button type="button" onClick={onDone}>
            Done
          </button>
        </div>
      </div>
    </div>
  );
}
