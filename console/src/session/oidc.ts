/** OpenID Connect, authorization code with PKCE; loaded only where an issuer is configured. */

import * as oauth from "oauth4webapi";
import type { Configuration } from "./configuration";

const KEY = "faultbook.sign-in";

/** What has to outlive the way to the issuer and back. */
interface Journey {
  verifier: string;
  state: string;
  nonce: string;
  address: string;
}

export async function leaveForIssuer(configuration: Configuration): Promise<void> {
  const server = await discover(configuration);
  if (!server.authorization_endpoint) throw new Error("The issuer names no sign-in page.");
  const journey: Journey = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    address: location.search,
  };
  sessionStorage.setItem(KEY, JSON.stringify(journey));
  const target = new URL(server.authorization_endpoint);
  const parameters = {
    client_id: configuration.client_id,
    redirect_uri: redirectAddress(),
    response_type: "code",
    scope: configuration.scope || "openid",
    code_challenge: await oauth.calculatePKCECodeChallenge(journey.verifier),
    code_challenge_method: "S256",
    state: journey.state,
    nonce: journey.nonce,
    ...(configuration.audience ? { audience: configuration.audience } : {}),
  };
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  location.assign(target);
}

/** The token, and the query of where the sign-in began. Raises what the issuer refused. */
export async function arriveFromIssuer(
  configuration: Configuration,
): Promise<{ token: string; address: string }> {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (!kept) throw new Error("This sign-in was not begun in this tab.");
  const journey = JSON.parse(kept) as Journey;
  const server = await discover(configuration);
  const client: oauth.Client = { client_id: configuration.client_id };
  const callback = oauth.validateAuthResponse(
    server,
    client,
    new URL(location.href),
    journey.state,
  );
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    callback,
    redirectAddress(),
    journey.verifier,
    insecureOnLoopback(configuration),
  );
  const wantsIdToken = configuration.scope.split(" ").includes("openid");
  const result = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: wantsIdToken ? journey.nonce : oauth.expectNoNonce,
    requireIdToken: wantsIdToken,
  });
  return { token: result.access_token, address: journey.address };
}

async function discover(configuration: Configuration): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(configuration.issuer);
  const response = await oauth.discoveryRequest(issuer, insecureOnLoopback(configuration));
  return oauth.processDiscoveryResponse(issuer, response);
}

function redirectAddress(): string {
  return `${location.origin}/`;
}

/** An issuer on this very machine has no certificate. */
function insecureOnLoopback(configuration: Configuration): {
  [oauth.allowInsecureRequests]: boolean;
} {
  const { hostname } = new URL(configuration.issuer);
  const loopback = hostname === "localhost" || hostname === "127.0.0.1";
  return { [oauth.allowInsecureRequests]: loopback };
}
