import { expect, test } from "vitest";
import {
  NO_FILTERS,
  addressOf,
  hasWrittenSlashes,
  listQuery,
  narrowing,
  searchOf,
  slashesAsBars,
} from "./filters";

const NOW = new Date("2026-11-23T12:00:00Z");

test("no query means the open faults, and they need no query", () => {
  expect(addressOf("").filters).toEqual(NO_FILTERS);
  expect(searchOf(addressOf(""))).toBe("");
});

test("every filter survives the address bar", () => {
  const search =
    "?status=resolved&severity=critical,high&acknowledged=false&snoozed=true&assignee=me&type=link-down&site=s1&path=s1|r2&resource=edge&q=a+b&span=7d&order=oldest&group=type,site&fault=flt_1";
  expect(searchOf(addressOf(search))).toBe(search);
});

test("several severities are asked for at once, and the gravest first of what is open alone", () => {
  const { filters } = addressOf("?severity=low,critical&order=severity");
  expect(listQuery(filters, NOW).getAll("severity")).toEqual(["CRITICAL", "LOW"]);
  expect(listQuery(filters, NOW).get("order")).toBe("severity");
  expect(listQuery({ ...filters, status: "all" }, NOW).has("order")).toBe(false);
});

test("what the address bar cannot mean is left out", () => {
  const { filters, view } = addressOf("?status=none&severity=huge&span=ever&view=moon");
  expect(filters).toEqual(NO_FILTERS);
  expect(view).toBe("faults");
});

test("a path is asked for as it stands and may be meant with its slashes as bars", () => {
  const { filters } = addressOf("?path=region/site");
  expect(listQuery(filters, NOW).get("path")).toBe("region/site");
  expect(slashesAsBars(filters.path)).toBe("region|site");
  expect(slashesAsBars("rack/1|port-2")).toBe("rack/1|port-2");
});

test("a relative span counts back from now, and all asks for every status", () => {
  const query = listQuery(addressOf("?status=all&span=24h").filters, NOW);
  expect(query.get("from")).toBe("2026-11-22T12:00:00.000Z");
  expect(query.has("status")).toBe(false);
});

test("a slash in the one segment of a path is told from slashes that a person wrote", () => {
  const search = searchOf(addressOf("?path=Gi0%2F1&q=a"));
  expect(search).toBe("?path=Gi0%2F1&q=a");
  expect(hasWrittenSlashes(search)).toBe(false);
  expect(hasWrittenSlashes("?path=region/site&q=a")).toBe(true);
  expect(hasWrittenSlashes(searchOf(addressOf("?path=rack/1|port-2")))).toBe(false);
});

test("a path of one segment with a slash stays one", () => {
  for (const path of ["Gi0/1", "rack/1|port-2", "site|Gi0/1", "edge"]) {
    const search = searchOf({ view: "faults", fault: "", filters: { ...NO_FILTERS, path } });
    expect(addressOf(search).filters.path).toBe(path);
  }
});

test("the status alone narrows nothing", () => {
  expect(narrowing(addressOf("?status=recent").filters)).toBe(0);
  expect(narrowing(addressOf("?q=x&severity=low").filters)).toBe(2);
});
