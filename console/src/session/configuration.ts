/** What the host says about signing in. */
export interface Configuration {
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
};

/** Where the host does not answer, a token can still be pasted. */
export async function readConfiguration(): Promise<Configuration> {
  try {
    const answer = await fetch("/console/configuration.json");
    if (!answer.ok) return PASTE_ONLY;
    return { ...PASTE_ONLY, ...((await answer.json()) as Partial<Configuration>) };
  } catch {
    return PASTE_ONLY;
  }
}
