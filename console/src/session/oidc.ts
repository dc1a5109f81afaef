/** OpenID Connect, authorization code with PKCE; loaded only where an issuer is configured. */

import * as oauth from "oauth4webapi";
import { noteSilentQuestion } from "./browser";
import type { Configuration } from "./configuration";
import type { Issued } from "./session";

const KEY = "faultbook.sign-in";
/** An issuer that may ask nothing, and would have to. */
const WOULD_ASK = [
  "login_required",
  "interaction_required",
  "consent_required",
  "account_selection_required",
];

/** What has to outlive the way to the issuer and back. */
interface Journey {
  verifier: string;
  state: string;
  nonce: string;
  address: string;
  isSilent: boolean;
}

/** A sign-in that did not come about, and the query of where it began. */
export class NotSignedIn extends Error {
  constructor(
    readonly address: string,
    /** Nobody asked for it, so that nobody is told. */
    readonly isSilent: boolean,
    message: string,
  ) {
    super(message);
  }
}

interface Given {
  token: string;
  issued: Issued;
}

/** `isSilent`: only where the issuer knows who it is and has nothing to ask. */
export async function leaveForIssuer(
  configuration: Configuration,
  isSilent = false,
): Promise<void> {
  const server = await discover(configuration);
  if (!server.authorization_endpoint) throw new Error("The issuer names no sign-in page.");
  const journey: Journey = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    address: location.search,
    isSilent,
  };
  if (isSilent) noteSilentQuestion();
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
    ...(isSilent ? { prompt: "none" } : {}),
    ...(configuration.audience ? { audience: configuration.audience } : {}),
  };
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  location.assign(target);
}

/** What was given, and the query of where the sign-in began. Raises NotSignedIn. */
export async function arriveFromIssuer(
  configuration: Configuration,
): Promise<Given & { address: string }> {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  if (!kept) throw new NotSignedIn("", false, "This sign-in was not begun in this tab.");
  const journey = JSON.parse(kept) as Journey;
  const { address, isSilent } = journey;
  try {
    return { ...(await redeem(configuration, journey)), address };
  } catch (error) {
    const wouldAsk =
      error instanceof oauth.AuthorizationResponseError && WOULD_ASK.includes(error.error);
    const words = error instanceof Error ? error.message : String(error);
    throw new NotSignedIn(address, isSilent && wouldAsk, words);
  }
}

async function redeem(configuration: Configuration, journey: Journey): Promise<Given> {
  const server = await discover(configuration);
  const client = clientOf(configuration);
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
  return givenIn(result, null);
}

/** An issuer that rotates its refresh tokens gives another one with each. */
export async function renewWith(configuration: Configuration, before: Issued): Promise<Given> {
  const server = await discover(configuration);
  const client = clientOf(configuration);
  const response = await oauth.refreshTokenGrantRequest(
    server,
    client,
    oauth.None(),
    before.refreshToken ?? "",
    insecureOnLoopback(configuration),
  );
  return givenIn(await oauth.processRefreshTokenResponse(server, client, response), before);
}

/** No answer is waited for: here it is over in any case. */
export async function revoke(
  configuration: Configuration,
  { refreshToken }: Issued,
): Promise<void> {
  const server = await discover(configuration);
  if (!refreshToken || !server.revocation_endpoint) return;
  await oauth.revocationRequest(server, clientOf(configuration), oauth.None(), refreshToken, {
    ...insecureOnLoopback(configuration),
    additionalParameters: { token_type_hint: "refresh_token" },
  });
}

/** Where the issuer ends its own session and sends the browser back; null: it has no such page. */
export async function endOfSession(
  configuration: Configuration,
  { identityToken }: Issued,
): Promise<URL | null> {
  const { end_session_endpoint: page } = await discover(configuration);
  if (!page) return null;
  const target = new URL(page);
  target.searchParams.set("client_id", configuration.client_id);
  target.searchParams.set("post_logout_redirect_uri", redirectAddress());
  if (identityToken) target.searchParams.set("id_token_hint", identityToken);
  return target;
}

function givenIn(result: oauth.TokenEndpointResponse, before: Issued | null): Given {
  return {
    token: result.access_token,
    issued: {
      refreshToken: result.refresh_token ?? before?.refreshToken ?? null,
      identityToken: result.id_token ?? before?.identityToken ?? null,
      expiresAt: result.expires_in === undefined ? null : Date.now() + result.expires_in * 1000,
    },
  };
}

function clientOf(configuration: Configuration): oauth.Client {
  return { client_id: configuration.client_id };
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
