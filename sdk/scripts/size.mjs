// The byte budget: fails where a file that a page loads has grown past it. Run after the build.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** Bytes, gzipped: the anchor's page collector takes 10.5 KB; a projection is fetched once and cached. */
const BUDGET = {
  "dist/samehands.js": 8 * 1024,
  "dist/samehands.mjs": 8 * 1024,
  "dist/samehands-badge.js": 1024,
  "../src/samehands/rhythm/projections/open-1.json": 40 * 1024,
  // No limit: only pages whose server names it get it; it uses all 64 rows of weights, 24 KB by themselves.
  "../src/samehands/rhythm/projections/aalto-research-1.json": Infinity,
};

for (const [name, most] of Object.entries(BUDGET)) {
  const file = readFileSync(new URL(`../${name}`, import.meta.url));
  const size = gzipSync(file, { level: 9 }).length;
  console.log(`${name}: ${file.length} bytes, ${size} gzipped, ${most < Infinity ? `at most ${most}` : "no limit"}`);
  if (size > most) {
    console.error(`${name} is ${size - most} bytes over its budget`);
    process.exitCode = 1;
  }
}
