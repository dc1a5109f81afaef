import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  text: string;
  tone: "done" | "warning" | "failure";
  undo?: (() => void) | undefined;
}

export const toasts = signal<Toast[]>([]);

const SHOWN = { done: 8_000, warning: 15_000, failure: 15_000 };
let last = 0;

export function toast(tone: Toast["tone"], text: string, undo?: () => void): void {
  const id = ++last;
  toasts.value = [...toasts.peek().slice(-2), { id, text, tone, undo }];
  setTimeout(() => dismiss(id), SHOWN[tone]);
}

export function dismiss(id: number): void {
  toasts.value = toasts.peek().filter((one) => one.id !== id);
}

/** The newest thing that can still be undone. */
export function undoLast(): void {
  const one = toasts.peek().findLast((shown) => shown.undo);
  if (!one) return;
  dismiss(one.id);
  one.undo?.();
}
