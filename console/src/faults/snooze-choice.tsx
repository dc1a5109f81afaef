import { SNOOZES } from "../state/snoozes";

interface SnoozeChoiceProps {
  onChoose: (until: Date) => void;
  /** Where some are left alone already. */
  onEnd?: () => void;
}

export function SnoozeChoice({ onChoose, onEnd }: SnoozeChoiceProps) {
  return (
    <>
      <p class="quiet">
        What is left alone asks for attention again then; an acknowledgement is gone.
      </p>
      <div class="usual">
        {SNOOZES.map(([words, untilFrom], index) => (
          <button
            key={words}
            type="button"
            autoFocus={index === 0}
            onClick={() => onChoose(untilFrom(new Date()))}
          >
            {words}
          </button>
        ))}
        {onEnd && (
          <button type="button" onClick={onEnd}>
            no longer
          </button>
        )}
      </div>
    </>
  );
}
