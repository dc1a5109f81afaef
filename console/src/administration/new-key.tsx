import { useState } from "preact/hooks";
import { KEY_APIS, type WantedKey } from "../api/administration";
import { pathOfWords } from "../state/path-words";

const API_WORDS = {
  fortimonitor: "FortiMonitor",
  mackerel: "Mackerel",
  pagerduty: "PagerDuty",
  opsgenie: "Opsgenie",
  alertmanager: "Alertmanager",
  webhooks: "webhooks",
};
const NOTHING = { name: "", mayWrite: true, apis: [] as string[], cidrs: "", path: "", days: "" };
const DAY = 86_400_000; // milliseconds

/** Made where `onMake` answers true; what was written stays where it was refused. */
export function NewKey({ onMake }: { onMake: (wanted: WantedKey) => Promise<boolean> }) {
  const [said, setSaid] = useState(NOTHING);
  const say = (part: Partial<typeof NOTHING>) => setSaid({ ...said, ...part });
  const make = async (event: Event) => {
    event.preventDefault();
    if (await onMake(wantedBy(said))) setSaid(NOTHING);
  };
  return (
    <form class="inline-form" onSubmit={(event) => void make(event)}>
      <input
        required
        aria-label="Name of the key"
        placeholder="Name"
        maxLength={100}
        value={said.name}
        onInput={(event) => say({ name: event.currentTarget.value })}
      />
      <select
        aria-label="What it may"
        value={said.mayWrite ? "write" : "read"}
        onChange={(event) => say({ mayWrite: event.currentTarget.value === "write" })}
      >
        <option value="write">reads and writes</option>
        <option value="read">reads only</option>
      </select>
      <select
        aria-label="Which API"
        value={said.apis[0] ?? ""}
        onChange={({ currentTarget: { value } }) => say({ apis: value ? [value] : [] })}
      >
        <option value="">all APIs</option>
        {KEY_APIS.map((api) => (
          <option key={api} value={api}>
            {API_WORDS[api]}
          </option>
        ))}
      </select>
      <input
        aria-label="Addresses that may use it"
        placeholder="from anywhere"
        title="As 192.0.2.0/24, several with blanks between them"
        value={said.cidrs}
        onInput={(event) => say({ cidrs: event.currentTarget.value })}
      />
      <input
        aria-label="Where its faults are"
        placeholder="site / rack"
        title="Begins the paths of faults whose senders know no paths"
        dir="auto"
        maxLength={1000}
        value={said.path}
        onInput={(event) => say({ path: event.currentTarget.value })}
      />
      <select
        aria-label="How long it works"
        value={said.days}
        onChange={(event) => say({ days: event.currentTarget.value })}
      >
        <option value="">does not expire</option>
        <option value="30">for 30 days</option>
        <option value="365">for a year</option>
      </select>
      <button class="primary">Make a key</button>
    </form>
  );
}

function wantedBy(said: typeof NOTHING): WantedKey {
  const until = said.days && new Date(Date.now() + Number(said.days) * DAY).toISOString();
  return {
    name: said.name.trim(),
    scopes: said.mayWrite ? ["faults:read", "faults:write"] : ["faults:read"],
    apis: said.apis,
    cidrs: said.cidrs.split(/[\s,]+/).filter(Boolean),
    path: pathOfWords(said.path) || null,
    expires_at: until || null,
  };
}
