import { expect, test } from "vitest";
import { placeOf } from "./cursor";

test("a cursor tells where the list goes on", () => {
  expect(placeOf("AAAAAAAAAAAAAAAAAAAAAFsxLDE3NjcyMjU2MDAwMDAwMDAsMV0")).toEqual({
    microseconds: 1767225600000000,
    severity: null,
  });
});

test("in a list that has the gravest first it tells of which severity", () => {
  const cursor = btoa("0123456789abcdef" + JSON.stringify([1, 1767225600000000, 1, "HIGH"]));
  expect(placeOf(cursor)).toEqual({ microseconds: 1767225600000000, severity: "HIGH" });
});

test("what is no cursor of today tells nothing", () => {
  expect(placeOf("nonsense")).toBeNull();
  expect(placeOf("")).toBeNull();
});
