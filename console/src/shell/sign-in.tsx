import { useEffect, useState } from "preact/hooks";
import { mayAskSilently } from "../session/browser";
import { claimsOf } from "../session/claims";
import { configuration, type Configuration } from "../session/configuration";
import { beginSession, ending } from "../session/session";
import { wordsOf } from "../state/words";

const WHY = {
  expired:
    "Your token has expired, or is not valid here. Sign in again; you come back to where you were.",
  "session over": "Your session is over. Sign in again; you come back to where you were.",
  "link over": "The link has expired or was revoked.",
  "signed out": "You are signed out.",
} as const;

export function SignIn({ complaint }: { complaint: string }) {
  const [failure, setFailure] = useState(complaint);
  const [isLeaving, setLeaving] = useState(false);
  const { issuer, version } = configuration.value;

  const leave = async (known: Configuration, isSilent = false) => {
    try {
      setLeaving(isSilent);
      await (await import("../session/oidc")).leaveForIssuer(known, isSilent);
    } catch (error) {
      setLeaving(false);
      setFailure(`The issuer does not answer. ${wordsOf(error)}`);
    }
  };
  useEffect(() => {
    const mayGoOn = ending.peek() === null || ending.peek() === "session over";
    if (!complaint && mayGoOn && mayAskSilently()) void leave(configuration.peek(), true);
  }, [issuer]);
  if (isLeaving) return <main class="sign-in">Signing in…</main>;
  return (
    <main class="sign-in">
      <div class="sign-in-card">
        <img src="/favicon.svg" alt="" width="40" height="40" />
        <h1>Faultbook</h1>
        {ending.value && <p role="status">{WHY[ending.value]}</p>}
        {failure && (
          <p role="alert" class="complaint">
            {failure}
          </p>
        )}
        {issuer && (
          <>
            <button type="button" class="primary" onClick={() => void leave(configuration.peek())}>
              Sign in with {new URL(issuer).host}
            </button>
            <p class="or">or</p>
          </>
        )}
        <PasteToken onFailure={setFailure} />
        <p class="quiet small">
          Paste the token that you were given, or that <code>make run</code> printed. It stays in
          this tab and is gone when you close it.
          {version && <> Faultbook {version}.</>}
        </p>
      </div>
    </main>
  );
}

function PasteToken({ onFailure }: { onFailure: (words: string) => void }) {
  const [text, setText] = useState("");
  const paste = (event: Event) => {
    event.preventDefault();
    const token = tokenIn(text);
    const claims = claimsOf(token, configuration.peek());
    if (!claims) onFailure("That is no token: it has three parts, joined by dots.");
    else if (claims.expiresAt !== null && claims.expiresAt < Date.now()) {
      onFailure("That token has expired.");
    } else beginSession(token);
  };
  return (
    <form class="stack" onSubmit={paste}>
      <label>
        Token
        <input
          type="password"
          autoFocus
          autoComplete="off"
          spellcheck={false}
          required
          placeholder="eyJ…"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button class="primary">Sign in</button>
    </form>
  );
}

/** The whole `export FAULTBOOK_TOKEN=…` line does as well, and so does a header. */
function tokenIn(text: string): string {
  return text
    .trim()
    .replace(/^export\s+\w+=/, "")
    .replace(/^Bearer\s+/i, "");
}
