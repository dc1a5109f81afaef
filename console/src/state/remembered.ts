/** What somebody chose for this browser; anything unknown under its name counts for nothing. */

import { effect, signal, type Signal } from "@preact/signals";

export function remembered<T extends string>(
  name: string,
  known: readonly T[],
  usual: T,
): Signal<T> {
  const key = `faultbook.${name}`;
  const kept = localStorage.getItem(key);
  const chosen = signal<T>(known.find((one) => one === kept) ?? usual);
  effect(() => localStorage.setItem(key, chosen.value));
  return chosen;
}
