/** The text field that a key has asked for: other keys are dead until it has the focus. */

import { signal } from "@preact/signals";

export const wantedField = signal<"comment" | "search" | null>(null);
