import { effect, signal } from "@preact/signals";
import { remembered } from "./remembered";

export const theme = remembered("theme", ["system", "light", "dark"], "system");

effect(() => {
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
