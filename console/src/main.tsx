import { render } from "preact";
import { forgetSignIn, rememberSignIn } from "./session/browser";
import { readConfiguration } from "./session/configuration";
import { isReturning } from "./session/returning";
import { beginSession } from "./session/session";
import { App } from "./shell/app";
import { restoreAddress } from "./state/address";
import "./state/theme";
import { wordsOf } from "./state/words";
import "./styles/index.css";

const configured = readConfiguration();

async function arrive(): Promise<string> {
  if (!isReturning(location.search)) return "";
  const { NotSignedIn, arriveFromIssuer } = await import("./session/oidc");
  try {
    const { token, issued, address } = await arriveFromIssuer(await configured);
    beginSession(token, issued);
    rememberSignIn();
    restoreAddress(address);
    return "";
  } catch (error) {
    const { address, isSilent } =
      error instanceof NotSignedIn ? error : { address: "", isSilent: false };
    restoreAddress(address); // a code is good once, so it must not stay in the address
    if (isSilent) forgetSignIn();
    return isSilent ? "" : `You could not be signed in: ${wordsOf(error)}`;
  }
}

const root = document.querySelector("#console");
if (root) {
  const complaint = await arrive();
  render(<App complaint={complaint} />, root);
}
