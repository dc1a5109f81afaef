import { filters } from "../state/address";
import { Icon } from "./icons";

interface NarrowedProps {
  name: "path" | "resource";
  onRemove: () => void;
}

/** A filter that was set elsewhere, with the way to be rid of it. */
export function Narrowed({ name, onRemove }: NarrowedProps) {
  const value = filters.value[name];
  if (!value) return null;
  return (
    <span class="narrowed">
      <span class="quiet">{name}</span>{" "}
      <bdi>{name === "path" ? value.replaceAll("|", " / ") : value}</bdi>
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
