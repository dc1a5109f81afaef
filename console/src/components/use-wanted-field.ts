import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { wantedField } from "../state/wanted-field";

/** As soon as the field is drawn, or at once where it is there already. */
export function useWantedField(
  name: NonNullable<typeof wantedField.value>,
  field: RefObject<HTMLElement | null>,
): void {
  const isWanted = wantedField.value === name;
  useLayoutEffect(() => {
    if (!isWanted || !field.current) return;
    field.current.focus();
    wantedField.value = null;
  });
}
