import { filters } from "../state/address";

interface TextFilterProps {
  name: "type" | "site";
  words: string;
  known: string[];
  onChoose: (value: string) => void;
}

/** A text of one's own, or one of those that are known. */
export function TextFilter({ name, words, known, onChoose }: TextFilterProps) {
  const value = filters.value[name];
  return (
    <label class="field">
      <span class="unseen">{words}</span>
      <input
        key={value}
        dir="auto"
        list={`known-${name}`}
        placeholder={words}
        defaultValue={value}
        data-set={value !== ""}
        maxLength={256}
        autoComplete="off"
        onChange={(event) => onChoose(event.currentTarget.value.trim())}
      />
      <datalist id={`known-${name}`}>
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </label>
  );
}
