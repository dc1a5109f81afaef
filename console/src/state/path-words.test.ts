import { expect, test } from "vitest";
import { pathOfWords, wordsOfPath } from "./path-words";

test.each(["site_1|rack_3|edge-7", "Gi0/1", "rack/1|port-2", ""])("a path survives: %s", (path) => {
  expect(pathOfWords(wordsOfPath(path))).toBe(path);
});

test("what people write around the names is no part of them", () => {
  expect(pathOfWords(" site 1 /  rack_3 / ")).toBe("site 1|rack_3");
  expect(pathOfWords("site_1|rack_3")).toBe("site_1|rack_3");
});
