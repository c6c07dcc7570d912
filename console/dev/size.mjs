// The byte budget: gzipped JavaScript and style sheet of the built console.
//
//   npm run build && npm run size

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** Bytes, gzipped, of all script and style together. More: the first screen waits on slow lines. */
const BUDGET = 60 * 1024;

const folder = fileURLToPath(
  new URL("../../src/samehands/server/static/console/assets/", import.meta.url),
);
const sizes = readdirSync(folder)
  .filter((name) => /\.(js|css)$/.test(name))
  .map((name) => ({
    name,
    bytes: gzipSync(readFileSync(folder + name), { level: 9 }).length,
  }));
const all = sizes.reduce((total, { bytes }) => total + bytes, 0);

for (const { name, bytes } of sizes) console.log(`${String(bytes).padStart(7)} B  ${name}`);
console.log(`${String(all).padStart(7)} B  all, budget ${BUDGET}`);
if (all > BUDGET) {
  console.error("Over the budget.");
  process.exit(1);
}
