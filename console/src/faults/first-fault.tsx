import { copy } from "../components/copy";
import { Icon } from "../components/icons";
import { mayWrite } from "../session/session";
import { dialog } from "../state/dialogs";
import { curlOfFirstReport } from "../state/words";

/** Instead of an empty list where nothing was ever reported. */
export function FirstFault() {
  const command = curlOfFirstReport(location.origin);
  return (
    <div class="state first-fault">
      <Icon name="list" />
      <h2>Nothing was reported yet</h2>
      <p>
        Send the first fault with this, where <code>FAULTBOOK_TOKEN</code> is your token. It appears
        here by itself.
      </p>
      <pre tabIndex={0}>{command}</pre>
      <div class="buttons">
        <button type="button" class="primary" onClick={() => void copy(command, "The command")}>
          Copy
        </button>
        {mayWrite.value && (
          <button type="button" onClick={() => (dialog.value = { name: "report" })}>
            Report one here
          </button>
        )}
        <a href="/docs">What else there is</a>
      </div>
    </div>
  );
}
