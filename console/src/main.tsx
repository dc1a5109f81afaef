import { render } from "preact";
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
  try {
    const { arriveFromIssuer } = await import("./session/oidc");
    const { token, address } = await arriveFromIssuer(await configured);
    beginSession(token);
    restoreAddress(address);
    return "";
  } catch (error) {
    restoreAddress(""); // a code is good once, so it must not stay in the address
    return `You could not be signed in: ${wordsOf(error)}`;
  }
}

const root = document.querySelector("#console");
if (root) {
  const complaint = await arrive();
  render(<App complaint={complaint} />, root);
}
