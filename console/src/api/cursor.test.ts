import { expect, test } from "vitest";
import { placeOf } from "./cursor";

test("a cursor tells where the list goes on", () => {
  expect(placeOf("AAAAAAAAAAAAAAAAAAAAAFsxLDE3NjcyMjU2MDAwMDAwMDAsMV0")).toBe(1767225600000000);
});

test("what is no cursor of today tells nothing", () => {
  expect(placeOf("nonsense")).toBeNull();
  expect(placeOf("")).toBeNull();
});
