import { signal } from "@preact/signals";
import type { TokenRules } from "./claims";

/** What the host says about signing in. */
export interface Configuration extends TokenRules {
  issuer: string;
  client_id: string;
  audience: string;
  scope: string;
  version: string;
}

const PASTE_ONLY: Configuration = {
  issuer: "",
  client_id: "",
  audience: "",
  scope: "",
  version: "",
  customer_claim: "customer_id",
  customer: "",
  scope_prefix: "",
};

export const configuration = signal<Configuration>(PASTE_ONLY);

/** Where the host does not answer, a token can still be pasted. */
export async function readConfiguration(): Promise<Configuration> {
  try {
    const answer = await fetch("/console/configuration.json");
    if (answer.ok) {
      const said = (await answer.json()) as Partial<Configuration>;
      configuration.value = { ...PASTE_ONLY, ...said };
    }
  } catch {
    // what was known stays
  }
  return configuration.peek();
}
