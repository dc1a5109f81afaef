import { useState } from "preact/hooks";
import {
  listApiKeys,
  makeApiKey,
  revokeApiKey,
  rotateApiKey,
  type ApiKey,
  type MadeApiKey,
} from "../api/administration";
import { Complaint } from "../components/complaint";
import { Secret } from "../components/secret";
import { useReading } from "../components/use-reading";
import { wordsOfPath } from "../state/path-words";
import { momentOf } from "../state/times";
import { isolated } from "../state/words";
import { NewKey } from "./new-key";

export function ApiKeys() {
  const { value: keys, failure, act } = useReading(listApiKeys);
  const [made, setMade] = useState<MadeApiKey | null>(null);
  const keep = (deed: () => Promise<MadeApiKey>) => act(async () => setMade(await deed()));
  return (
    <section aria-labelledby="keys-title">
      <h2 id="keys-title">API keys</h2>
      <p class="quiet">For senders, and for clients of the APIs that take keys.</p>
      <NewKey onMake={(wanted) => keep(() => makeApiKey(wanted))} />
      <Complaint text={failure} />
      {made && (
        <Secret
          name={`The key ${made.name}`}
          text={made.key}
          remark="It is shown this once."
          onDone={() => setMade(null)}
        />
      )}
      {keys && !keys.length && <p class="quiet">There is no key yet.</p>}
      <ul class="things">
        {keys?.map((key) => (
          <li key={key.id}>
            <div>
              <b>
                <bdi>{key.name}</bdi>
              </b>
              <p class="quiet">{saidOf(key)}</p>
            </div>
            {isValid(key) && (
              <span class="buttons">
                <button type="button" onClick={() => void keep(() => rotateApiKey(key.id))}>
                  Rotate
                </button>
                <button
                  type="button"
                  class="danger"
                  onClick={() => isMeant(key) && void act(() => revokeApiKey(key.id))}
                >
                  Revoke
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A sender that has it is shut out within a minute. */
function isMeant({ name }: ApiKey): boolean {
  return confirm(`Revoke the key ${isolated(name)}? Whoever uses it is shut out within a minute.`);
}

function isValid({ revoked_at: revoked, expires_at: expires }: ApiKey): boolean {
  return !revoked && (!expires || Date.parse(expires) > Date.now());
}

function opensOf({ apis, topics }: ApiKey): string {
  if (topics.length) return "messages of topics of SNS";
  return apis.length ? apis.join(", ") : "all APIs";
}

function saidOf(key: ApiKey): string {
  const said = [
    key.scopes.includes("faults:write") ? "reads and writes" : "reads",
    opensOf(key),
    key.cidrs.length ? `from ${key.cidrs.join(", ")}` : "from anywhere",
    ...(key.path ? [`faults below ${isolated(wordsOfPath(key.path))}`] : []),
    `made ${momentOf(key.created_at)}`,
    key.last_used_on ? `last used on ${key.last_used_on}` : "never used",
  ];
  if (key.previous_secret_until && Date.parse(key.previous_secret_until) > Date.now()) {
    said.push(`the secret before works until ${momentOf(key.previous_secret_until)}`);
  }
  if (key.revoked_at) said.push(`revoked ${momentOf(key.revoked_at)}`);
  else if (key.expires_at) said.push(`expires ${momentOf(key.expires_at)}`);
  return said.join(" · ");
}
