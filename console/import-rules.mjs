/** Who may import whom: `node import-rules.mjs`, a part of `npm run check`. */

import { readFileSync, readdirSync } from "node:fs";
import { posix } from "node:path";
import { parseSync } from "vite";

// From top to bottom; a room imports from itself and from rooms below, never from one beside it.
const LAYERS = [
  ["main.tsx", "reference"],
  ["shell"],
  ["administration", "faults", "hierarchy", "statistics"],
  ["components"],
  ["state"],
  ["api"],
  ["session"],
];
const EVERYWHERE = "styles";

const levelOf = (room) => LAYERS.findIndex((rooms) => rooms.includes(room));
const roomOf = (file) => file.split("/")[0];

function importsOf(file) {
  const text = readFileSync(`src/${file}`, "utf8");
  const { module, errors } = parseSync(file, text);
  if (errors.length) throw new Error(`src/${file}: ${errors[0].message}`);
  const requests = [
    ...module.staticImports.map((one) => one.moduleRequest),
    ...module.staticExports.flatMap((one) => one.entries.map((entry) => entry.moduleRequest)),
    ...module.dynamicImports.map((one) => one.moduleRequest),
  ];
  return requests
    .filter((request) => request && text[request.start + 1] === ".")
    .map((request) => text.slice(request.start + 1, request.end - 1))
    .map((path) => posix.join(posix.dirname(file), path));
}

function isAllowed(from, to) {
  if (from === to || to === EVERYWHERE) return true;
  return levelOf(from) !== -1 && levelOf(from) < levelOf(to);
}

const files = readdirSync("src", { recursive: true }).filter((file) => /\.tsx?$/.test(file));
const broken = files.flatMap((file) =>
  importsOf(file)
    .filter((target) => !isAllowed(roomOf(file), roomOf(target)))
    .map((target) => `src/${file} may not import src/${target}`),
);
for (const line of broken) console.error(line);
process.exitCode = broken.length ? 1 : 0;
