// Build what a page can load: ES modules, and scripts that set `samehands` and `samehandsBadge`.
import { readdirSync, readFileSync, rmSync } from "node:fs";

import { build } from "esbuild";

const FILES = [
  ["src/index.ts", "esm", "dist/samehands.mjs"],
  ["src/script.ts", "iife", "dist/samehands.js"],
  ["src/badge.ts", "esm", "dist/samehands-badge.mjs"],
  ["src/badge-script.ts", "iife", "dist/samehands-badge.js"],
];

/** Properties of our own objects that get short names: none of a page's, the API's, or of JSON. */
const INTERNAL = [
  "alone", "atLeast", "clockJumps", "composing", "contexts", "counts", "embedding", "greet", "lateRelease",
  "letGo", "lostReleases", "mayObserve", "nextSequence", "numbering", "orphanRelease", "presses", "publish",
  "received", "releases", "scalars", "startTimer", "stopTimer", "weightScale",
];

/** Texts that say which properties others know: of ECMAScript and the DOM, the API, what comes as JSON. */
function known() {
  const lib = "node_modules/typescript/lib/";
  const names = readdirSync(lib).filter((name) => /^lib\.(es|dom|decorators).*\.d\.ts$/.test(name));
  return [
    ...names.map((name) => lib + name),
    "src/page/handle.ts",
    "src/transport/verdict.ts",
    "../src/samehands/rhythm/projections/open-1.json",
  ].map((name) => readFileSync(name, "utf8"));
}

const internal = `(${INTERNAL.join("|")})`;
// As in `name:`, `name?:`, `name(`, `name<` and `"name":`.
const clash = new RegExp(`\\b${internal}"?\\??[:(<]`);
for (const text of known()) {
  const found = clash.exec(text);
  if (found) {
    throw new Error(`${found[1]} is not only ours: take it off INTERNAL`);
  }
}

rmSync("dist", { recursive: true, force: true });
for (const [entry, format, outfile] of FILES) {
  await build({
    entryPoints: [entry],
    format,
    outfile,
    bundle: true,
    minify: true,
    mangleProps: new RegExp(`^${internal}$`),
    target: "es2022",
    legalComments: "none",
    charset: "utf8",
    logLevel: "warning",
  });
}
