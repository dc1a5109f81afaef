/** The reader of the OpenAPI document: search, and calls with the reader's own credential. */

import SwaggerUI from "swagger-ui-dist/swagger-ui-es-bundle.js";
import StandalonePreset from "swagger-ui-dist/swagger-ui-standalone-preset.js";
import "swagger-ui-dist/swagger-ui.css";
import "./reference.css";
import { token } from "../session/session";

const APIS = {
  native: "Native API",
  fortimonitor: "FortiMonitor",
  incidents: "Incidents service v1",
  mackerel: "Mackerel",
};
const EVERYTHING = "All of Faultbook";
/** Which take the token that the console has. */
const BEARERS = ["bearer", "incidentsBearer"];

const wanted = new URLSearchParams(location.search).get("api");
const names: Record<string, string> = APIS;

const reader = SwaggerUI({
  dom_id: "#reference",
  urls: [
    ...Object.entries(APIS).map(([api, name]) => ({ name, url: `/openapi.json?api=${api}` })),
    { name: EVERYTHING, url: "/openapi.json" },
  ],
  "urls.primaryName": (wanted && names[wanted]) || APIS.native,
  layout: "StandaloneLayout",
  presets: [SwaggerUI.presets.apis, StandalonePreset],
  plugins: [withoutLogo],
  filter: true,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  validatorUrl: null, // the usual one is another host's
  onComplete: authorize,
});

/** Swagger's picture brings a style of its own, which the content security policy refuses. */
function withoutLogo() {
  return { components: { Logo: () => "Faultbook" } };
}

function authorize(): void {
  if (!token.value) return;
  for (const scheme of BEARERS) reader.preauthorizeApiKey(scheme, token.value);
}
