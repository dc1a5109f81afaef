/** Links that open the console on this view for whoever has them, until they expire. */

import { useEffect, useState } from "preact/hooks";
import { linkTo } from "../session/link";
import { listShared, revokeShared, share } from "../api/faults";
import type { AccessToken, MadeAccessToken } from "../api/types";
import { momentOf } from "../state/times";
import { address } from "../state/address";
import { searchOf } from "../state/filters";
import { wordsOf } from "../state/words";
import { toast } from "../state/toasts";
import { copy } from "../components/copy";
import { Modal } from "../components/modal";

const DURATIONS: [number, string][] = [
  [60, "an hour"],
  [720, "12 hours"],
  [1440, "a day"],
  [10080, "a week"],
];

export function Share() {
  const [minutes, setMinutes] = useState(720);
  const [made, setMade] = useState<MadeAccessToken | null>(null);
  const [shared, setShared] = useState<AccessToken[]>([]);
  const [failure, setFailure] = useState("");

  const place = searchOf({ ...address.peek(), view: "faults", fault: "" });

  const read = () => listShared().then(setShared, (error) => setFailure(wordsOf(error)));
  useEffect(() => void read(), []);

  const make = async (event: Event) => {
    event.preventDefault();
    try {
      setMade(await share(minutes));
      setFailure("");
      await read();
    } catch (error) {
      setFailure(wordsOf(error));
    }
  };
  const revoke = async (id: string) => {
    try {
      await revokeShared(id);
      if (made?.id === id) setMade(null);
      toast("done", "The link is revoked; it stops working within a minute.");
      await read();
    } catch (error) {
      setFailure(wordsOf(error));
    }
  };

  return (
    <Modal title="Share the open faults">
      <p class="quiet">
        It opens the console on this view. Whoever has it can read all open faults, and change
        nothing.
      </p>
      <form class="inline-form" onSubmit={make}>
        <label>
          Works for{" "}
          <select
            value={minutes}
            onChange={(event) => setMinutes(Number(event.currentTarget.value))}
          >
            {DURATIONS.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <button class="primary">Make a link</button>
      </form>
      {failure && (
        <p role="alert" class="complaint">
          {failure}
        </p>
      )}
      {made && <MadeLink address={linkTo(location.origin, place, made.token)} />}
      {shared.length > 0 && (
        <section>
          <h3>Links that work</h3>
          <ul class="shared">
            {shared.map((one) => (
              <li key={one.id}>
                <span>
                  by <bdi>{one.created_by}</bdi>, until {momentOf(one.expires_at)}
                </span>
                <button type="button" class="link" onClick={() => void revoke(one.id)}>
                  Revoke
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Modal>
  );
}

function MadeLink({ address }: { address: string }) {
  return (
    <div class="made-link">
      <input
        readOnly
        aria-label="The link"
        value={address}
        onFocus={(event) => event.currentTarget.select()}
      />
      <button type="button" onClick={() => void copy(address, "The link")}>
        Copy
      </button>
    </div>
  );
}
