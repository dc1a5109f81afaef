import { filters } from "../state/address";
import { wordsOfPath } from "../state/path-words";
import { Icon } from "./icons";

interface NarrowedProps {
  name: "assignee" | "path" | "resource";
  onRemove: () => void;
}

/** A filter that was set elsewhere, with the way to be rid of it. */
export function Narrowed({ name, onRemove }: NarrowedProps) {
  const value = filters.value[name];
  if (!value) return null;
  return (
    <span class="narrowed">
      <span class="quiet">{name}</span> <bdi>{name === "path" ? wordsOfPath(value) : value}</bdi>
      <button
        type="button"
        class="plain"
        aria-label={`Remove the filter ${name}`}
        onClick={onRemove}
      >
        <Icon name="close" />
      </button>
    </span>
  );
}
