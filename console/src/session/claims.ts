/** What a token says about itself; only the API decides whether it is true. */
export interface Claims {
  subject: string;
  customer: string;
  scopes: string[];
  expiresAt: number | null; // milliseconds
}

/** Null for what is no JSON Web Token. */
export function claimsOf(token: string): Claims | null {
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
      customer: String(said["customer_id"] ?? ""),
      scopes: typeof said["scope"] === "string" ? said["scope"].split(" ") : [],
      expiresAt: typeof said["exp"] === "number" ? said["exp"] * 1000 : null,
    };
  } catch {
    return null;
  }
}
