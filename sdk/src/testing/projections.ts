/** The projections that tests read: the shipped ones, and those that nobody trained. */

import wildText from "../../../tests/golden/rhythm_wild.json?raw";
import openText from "../../../src/samehands/rhythm/projections/open-1.json?raw";
import { DEFAULT_PROJECTION } from "../rhythm/default-projection.js";
import type { Projection } from "../rhythm/projection.js";
import { readProjection } from "../rhythm/projection-file.js";

export interface WildVector {
  readonly file: string;
  readonly sha256: string;
  readonly messages: Readonly<Record<string, readonly string[]>>;
}

export const WILD = JSON.parse(wildText) as readonly WildVector[];
export const OPEN = new TextEncoder().encode(openText);

/** A projection from its file's text. */
export function read(text: string, sha256: string): Promise<Projection> {
  return readProjection(new TextEncoder().encode(text), sha256);
}

/** The default projection. */
export function open(): Promise<Projection> {
  return readProjection(OPEN, DEFAULT_PROJECTION.sha256);
}
