// Write the two files that copy what Python says: the class table of the keys, and which projection
// is the default. `--check` writes nothing and fails where they are not current.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const json = (name) => JSON.parse(readFileSync(path(name), "utf8"));

const HEAD = "// Made by scripts/generate.mjs: write nothing here by hand.\n\n";

/** Codes as one text, without their last letters' repetitions: "Key:QWE" is KeyQ, KeyW and KeyE. */
function packed(codes) {
  const parts = [];
  for (const code of codes) {
    const [beginning, end] = [code.slice(0, -1), code.slice(-1)];
    if (parts.at(-1)?.startsWith(`${beginning}:`)) {
      parts[parts.length - 1] += end;
    } else {
      parts.push(`${beginning}:${end}`);
    }
  }
  return parts.join(" ");
}

/** The zones in their order, each with the codes of its keys. */
function positionTable() {
  const zones = Object.entries(json("../tests/golden/positions.json"));
  const names = zones.map(([name], index) => `  ${name} = ${index},\n`).join("");
  const codes = zones.map(([, keys]) => `  ${JSON.stringify(packed(keys))},\n`).join("");
  return (
    `${HEAD}/** Where on the keyboard a key lies: hand × row for letters, and the classes of the others. */\n` +
    `export const enum Zone {\n${names}}\n\n` +
    `/** Per zone, the \`KeyboardEvent.code\` of each of its keys; "Key:QW" is KeyQ and KeyW. */\n` +
    `export const CODES_BY_ZONE: readonly string[] = [\n${codes}];\n`
  );
}

/** The projection that a page uses when its server names none. */
function defaultProjection() {
  const name = /DEFAULT: Final = "([a-z0-9-]+)"/.exec(
    readFileSync(path("../src/samehands/rhythm/projections/__init__.py"), "utf8"),
  )[1];
  const { sha256 } = json("../src/samehands/rhythm/projections/index.json")[name];
  return (
    `${HEAD}/** The projection that is used when none is named. */\n` +
    `export const DEFAULT_PROJECTION = {\n  id: ${JSON.stringify(name)},\n  sha256: ${JSON.stringify(sha256)},\n} as const;\n`
  );
}

const FILES = {
  "src/capture/position-table.ts": positionTable(),
  "src/rhythm/default-projection.ts": defaultProjection(),
};

const stale = Object.entries(FILES).filter(([name, text]) => {
  try {
    return readFileSync(path(name), "utf8") !== text;
  } catch {
    return true;
  }
});
for (const [name, text] of stale) {
  if (process.argv.includes("--check")) {
    console.error(`${name} is not current: run \`npm run generate\``);
    process.exitCode = 1;
  } else {
    writeFileSync(path(name), text);
    console.log(`wrote ${name}`);
  }
}
