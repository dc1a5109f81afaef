import { effect } from "@preact/signals";
import { remembered } from "./remembered";

export const density = remembered("density", ["comfortable", "compact"], "comfortable");

effect(() => {
  document.documentElement.dataset["density"] = density.value;
});

export function toggleDensity(): void {
  density.value = density.value === "compact" ? "comfortable" : "compact";
}
