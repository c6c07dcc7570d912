// Build what a page can load: ES modules, and scripts that set `samehands` and `samehandsBadge`.
import { rmSync } from "node:fs";

import { build } from "esbuild";

const FILES = [
  ["src/index.ts", "esm", "dist/samehands.mjs"],
  ["src/script.ts", "iife", "dist/samehands.js"],
  ["src/badge.ts", "esm", "dist/samehands-badge.mjs"],
  ["src/badge-script.ts", "iife", "dist/samehands-badge.js"],
];

rmSync("dist", { recursive: true, force: true });
for (const [entry, format, outfile] of FILES) {
  await build({
    entryPoints: [entry],
    format,
    outfile,
    bundle: true,
    minify: true,
    target: "es2022",
    legalComments: "none",
    charset: "utf8",
    logLevel: "warning",
  });
}
