import { effect, signal } from "@preact/signals";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "faultbook.theme";
const kept = localStorage.getItem(KEY);

export const theme = signal<Theme>(THEMES.find((one) => one === kept) ?? "system");

effect(() => {
  localStorage.setItem(KEY, theme.value);
  document.documentElement.dataset["theme"] = theme.value;
});

const system = matchMedia("(prefers-color-scheme: dark)");
const systemIsDark = signal(system.matches);

system.addEventListener("change", () => {
  systemIsDark.value = system.matches;
});

/** From what is seen to its opposite, whatever the system prefers. */
export function toggleTheme(): void {
  theme.value = isDark() ? "light" : "dark";
}

export function isDark(): boolean {
  if (theme.value !== "system") return theme.value === "dark";
  return systemIsDark.value;
}
