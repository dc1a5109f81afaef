import { expect, test } from "vitest";
import { piecesOf } from "./links";

const linksIn = (text: string) => piecesOf(text).flatMap(({ href }) => href ?? []);

test.each([
  ["see https://a.example/x.", ["https://a.example/x"]],
  ["(https://a.example/x)", ["https://a.example/x"]],
  ["https://a.example/f(2)?y=1, then", ["https://a.example/f(2)?y=1"]],
  ["HTTP://A.example and http://b.example", ["HTTP://A.example", "http://b.example"]],
  ["<https://a.example/>", ["https://a.example/"]],
  ["https://", []],
  ["javascript:alert(1) data:text/html,x file:///etc ftp://a.example", []],
  ["xhttps://a.example", []],
  ["https://a.example/\u202egpj.exe", ["https://a.example/"]],
])("addresses of the web are links, and nothing else is: %s", (text, links) => {
  expect(linksIn(text)).toEqual(links);
});

test("no character of the text is lost", () => {
  const text = "a https://b.example/c), d\nhttps://e.example. f";
  expect(
    piecesOf(text)
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
});
