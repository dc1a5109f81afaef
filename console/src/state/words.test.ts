import { expect, test } from "vitest";
import type { Fault } from "../api/types";
import { NO_FILTERS } from "./filters";
import { ageOf, curlOfFault, curlOfList, lengthOf } from "./words";

const NOW = Date.parse("2026-11-23T12:00:00Z");

test("an age has at most two units and is never negative", () => {
  expect(ageOf("2026-11-23T11:59:18.5Z", NOW)).toBe("41s");
  expect(ageOf("2026-11-23T11:57:00Z", NOW)).toBe("3m");
  expect(ageOf("2026-11-23T09:55:00Z", NOW)).toBe("2h 5m");
  expect(ageOf("2026-11-19T08:00:00Z", NOW)).toBe("4d 4h");
  expect(ageOf("2026-10-01T12:00:00Z", NOW)).toBe("53d");
  expect(ageOf("2026-11-23T13:00:00Z", NOW)).toBe("0s");
});

test("no duration is a dash", () => {
  expect(lengthOf(null)).toBe("–");
});

test("a command names the token's variable and quotes what a shell would read", () => {
  const line = curlOfFault({ id: "flt_1" } as Fault, "https://faults.example");
  expect(line).toBe(
    `curl -s 'https://faults.example/fault/flt_1' -H "Authorization: Bearer $FAULTBOOK_TOKEN"`,
  );
  expect(curlOfList({ ...NO_FILTERS, q: "it's" }, "https://f.example")).toContain("q=it%27s'");
});
