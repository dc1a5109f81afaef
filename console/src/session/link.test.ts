import { expect, test } from "vitest";
import { linkIn, linkTo } from "./link";

test("a link leads to its view, with its secret where no server sees it", () => {
  const link = new URL(linkTo("https://f.example", "?severity=high", "a.b-c_d=&e"));
  expect(link.search).toBe("?severity=high");
  expect(linkIn(link.hash)).toBe("a.b-c_d=&e");
});

test("an address without a secret is no link", () => {
  expect(linkIn("")).toBeNull();
  expect(linkIn("#main")).toBeNull();
  expect(linkIn("#link=")).toBeNull();
});
