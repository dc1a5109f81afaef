/** What a token says about itself; only the API decides whether it is true. */
export interface Claims {
  subject: string;
  customer: string;
  scopes: string[];
  expiresAt: number | null; // milliseconds
}

/** Where an issuer's tokens say what the API wants to know. */
export interface TokenRules {
  customer_claim: string;
  customer: string;
  scope_prefix: string;
}

/** Null for what is no JSON Web Token. */
export function claimsOf(token: string, rules: TokenRules): Claims | null {
  const parts = token.split(".");
  if (parts.length !== 3 || !parts[1]) return null;
  try {
    const bytes = Uint8Array.from(
      atob(parts[1].replaceAll("-", "+").replaceAll("_", "/")),
      (character) => character.charCodeAt(0),
    );
    const said = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    return {
      subject: String(said["sub"] ?? ""),
      customer: rules.customer || String(said[rules.customer_claim] ?? ""),
      scopes: scopesIn(said, rules.scope_prefix),
      expiresAt: typeof said["exp"] === "number" ? said["exp"] * 1000 : null,
    };
  } catch {
    return null;
  }
}

/** By the API's own rule: a text with blanks or a list, in any of three claims. */
function scopesIn(said: Record<string, unknown>, prefix: string): string[] {
  const names = ["scope", "scp", "roles"].flatMap((claim) => {
    const given = said[claim];
    if (typeof given === "string") return given.split(" ");
    return Array.isArray(given) ? given.map(String) : [];
  });
  return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
}
