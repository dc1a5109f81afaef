import { expect, test } from "vitest";
import { claimsOf } from "./claims";

const PLAIN = { customer_claim: "customer_id", customer: "", scope_prefix: "" };

function aToken(claims: Record<string, unknown>): string {
  const part = (value: unknown) =>
    btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${part({ alg: "HS256" })}.${part(claims)}.signature`;
}

test.each([
  [{ scope: "openid faults:read faults:write" }],
  [{ scope: ["faults:read", "faults:write"] }],
  [{ scp: ["faults:read", "faults:write"] }],
  [{ scp: "faults:read", roles: ["faults:write"] }],
])("scopes are a text or a list in any of three claims: %j", (said) => {
  const scopes = claimsOf(aToken(said), PLAIN)?.scopes;

  expect(scopes).toContain("faults:read");
  expect(scopes).toContain("faults:write");
});

test("what stands before the scopes of an issuer is taken off, and others are left out", () => {
  const rules = { ...PLAIN, scope_prefix: "https://faults.example/" };
  const token = aToken({ scope: "openid https://faults.example/faults:read" });

  expect(claimsOf(token, rules)?.scopes).toEqual(["faults:read"]);
});

test("the customer is in the claim that the issuer has for it, or the one of every token", () => {
  const token = aToken({ tid: "cus_a", customer_id: "cus_b" });

  expect(claimsOf(token, PLAIN)?.customer).toBe("cus_b");
  expect(claimsOf(token, { ...PLAIN, customer_claim: "tid" })?.customer).toBe("cus_a");
  expect(claimsOf(token, { ...PLAIN, customer: "cus_c" })?.customer).toBe("cus_c");
});

test("what is no token has no claims", () => {
  expect(claimsOf("a.b", PLAIN)).toBeNull();
  expect(claimsOf("a.%.c", PLAIN)).toBeNull();
});
