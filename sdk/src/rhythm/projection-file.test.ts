import { describe, expect, it } from "vitest";

import indexText from "../../../src/samehands/rhythm/projections/index.json?raw";
import researchText from "../../../src/samehands/rhythm/projections/aalto-research-1.json?raw";
import { OPEN, open, read, WILD } from "../testing/projections.js";
import { DEFAULT_PROJECTION } from "./default-projection.js";
import { FILE_LIMIT, hex, ProjectionError, readProjection } from "./projection-file.js";

const INDEX = JSON.parse(indexText) as Record<string, { sha256: string }>;

async function hashOf(text: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

/** A wild projection with some fields replaced, under its own hash. */
async function changed(fields: Record<string, unknown>) {
  const text = JSON.stringify({ ...(JSON.parse(WILD[0].file) as object), ...fields });
  return await read(text, await hashOf(text));
}

it("reads every shipped projection under the hash of the index", async () => {
  expect(INDEX[DEFAULT_PROJECTION.id].sha256).toBe(DEFAULT_PROJECTION.sha256);
  const projection = await open();
  expect(projection.keystrokes).toBe(100);
  expect(hex(projection.ref)).toBe(DEFAULT_PROJECTION.sha256.slice(0, 16));
  const research = await read(researchText, INDEX["aalto-research-1"].sha256);
  expect(research.centre.length).toBe(research.scale.length);
});

/** Tables by key as the file has them: of holds and of three kinds of flights. */
const byKey = (number: number, holds = 64) =>
  [holds, 64 ** 2, 64 ** 2, 64 ** 2].map((keys) => btoa(String.fromCharCode(number & 255).repeat(keys)));

describe("refuses", () => {
  it("one changed byte", async () => {
    for (const place of [0, 5_000, OPEN.length - 1]) {
      const bytes = OPEN.slice();
      bytes[place] ^= 1;
      await expect(readProjection(bytes, DEFAULT_PROJECTION.sha256)).rejects.toThrow(ProjectionError);
    }
  });

  it("another hash, however it is spelled", async () => {
    for (const other of ["", INDEX["aalto-research-1"].sha256, DEFAULT_PROJECTION.sha256.toUpperCase()]) {
      await expect(readProjection(OPEN, other)).rejects.toThrow(ProjectionError);
    }
  });

  it("a file past the limit, before it is hashed", async () => {
    const zeros = new Uint8Array(FILE_LIMIT + 1);
    const digest = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", zeros)));
    await expect(readProjection(zeros, digest)).rejects.toThrow(ProjectionError);
  });

  it.each<[string, Record<string, unknown>]>([
    ["another format", { format: "samehands-projection/1" }],
    ["a window that is too short", { keystrokes: 49 }],
    ["a window that is too long", { keystrokes: 1001 }],
    ["no number of keystrokes", { keystrokes: null }],
    ["a number too few", { offset: Array(63).fill(0) as number[] }],
    ["a number that is none", { offset: [null, ...(Array(63).fill(0) as number[])] }],
    ["a number that is too large", { offset: [1e300, ...(Array(63).fill(0) as number[])] }],
    ["weights that are no base64", { weights: "%%%%" }],
    ["too few weights", { weights: "AAAA" }],
    ["bins that begin elsewhere", { bin_starts_ms: [-1999, 0] }],
    ["no bins", { bin_starts_ms: [] }],
    ["a context below none", { hold: [-1, ...(Array(13).fill(0) as number[])] }],
    ["a channel too few", { group: [] }],
    ["a shift past the limit", { shift: byKey(41) }],
    ["a shift past the limit the other way", { shift: byKey(-41) }],
    ["a gain of nothing", { gain: byKey(0) }],
    ["a gain below nothing", { gain: byKey(-1) }],
    ["a shift too few", { shift: byKey(0, 63) }],
    ["a gain too many", { gain: byKey(32, 65) }],
    ["a channel without gains", { gain: byKey(32).slice(1) }],
    ["no shifts", { shift: undefined }],
    ["a field that is absent", { scale: undefined }],
  ])("%s", async (_, fields) => {
    await expect(changed(fields)).rejects.toThrow();
  });

  it("a file that is no JSON, and one that is no text", async () => {
    await expect(read("{", await hashOf("{"))).rejects.toThrow();
    const bytes = new Uint8Array([0xff, 0xfe]);
    const digest = hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
    await expect(readProjection(bytes, digest)).rejects.toThrow();
  });
});

it("accepts the unchanged file under its own hash", async () => {
  expect((await changed({})).keystrokes).toBe(50);
  expect((await changed({ shift: byKey(-40), gain: byKey(127) })).keystrokes).toBe(50);
  expect((await changed({ shift: byKey(40), gain: byKey(1) })).keystrokes).toBe(50);
});
