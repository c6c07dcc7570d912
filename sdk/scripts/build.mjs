// Build what a page can load: ES modules, and scripts that set `samehands` and `samehandsBadge`.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

import { build } from "esbuild";
import { minify } from "terser";

const FILES = [
  ["src/index.ts", "esm", "dist/samehands.mjs"],
  ["src/script.ts", "iife", "dist/samehands.js"],
  ["src/badge.ts", "esm", "dist/samehands-badge.mjs"],
  ["src/badge-script.ts", "iife", "dist/samehands-badge.js"],
];

/** Properties of our own objects that get short names: none of a page's, the API's, or of JSON. */
const INTERNAL = [
  "alone", "atLeast", "bin", "bins", "clock", "clockJumps", "composing", "contexts", "counts", "discarded",
  "embedding", "emit", "gaps", "greet", "lateRelease", "letGo", "lostReleases", "mayObserve", "nextSequence",
  "numbering", "orphanRelease", "presses", "publish", "received", "releases", "scalars", "sees",
  "startTimer", "stopTimer", "taken", "usual", "watch", "weightScale",
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

const made = [];
for (const [entry, format, outfile] of FILES) {
  // esbuild joins the files and knows which names are ours; terser then takes 6 % off what it leaves.
  // Nothing of terser's that its manual calls unsafe: no arithmetic is put in another order.
  const bundled = await build({
    entryPoints: [entry],
    format,
    bundle: true,
    minifySyntax: true,
    minifyWhitespace: true,
    mangleProps: new RegExp(`^${internal}$`),
    target: "es2022",
    legalComments: "none",
    charset: "utf8",
    logLevel: "warning",
    write: false,
  });
  const { code } = await minify(bundled.outputFiles[0].text, {
    ecma: 2020,
    module: format === "esm",
    // Functions stay where they are: one that is written into its caller is made anew for every key.
    compress: { passes: 3, reduce_funcs: false },
    mangle: { toplevel: true },
  });
  made.push([outfile, `${code}\n`]);
}

// All at once: whoever loads a page meanwhile finds the old files or the new.
rmSync("dist", { recursive: true, force: true });
mkdirSync("dist");
for (const [outfile, code] of made) {
  writeFileSync(outfile, code);
}
