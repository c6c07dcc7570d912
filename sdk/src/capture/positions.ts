/**
 * Physical key positions and the zones they lie in; the character is never read.
 *
 * A position is named as `KeyboardEvent.code` names it: `KeyA` is the key right of Caps Lock whatever
 * the layout prints there. The table is Python's (`samehands.capture.positions`).
 */

import { split } from "../primordials.js";
import { CODES_BY_ZONE, Zone } from "./position-table.js";

export { Zone };

/** How many zones there are. */
export const ZONES = CODES_BY_ZONE.length;

/** The position of a key that has no name here; it lies in `Zone.OTHER`. */
export const UNKNOWN_POSITION = 0;

// Without a prototype: "constructor" is no key, whatever a page or a driver says.
const POSITIONS = { __proto__: null } as unknown as Record<string, number>;

/** More positions than any table of keys has. */
const MOST_POSITIONS = 128;

/** Position → zone. */
export const ZONE_OF_POSITION: Int8Array = new Int8Array(MOST_POSITIONS);

/** How many positions there are, the unknown one included. */
export const POSITION_COUNT: number = layOut();

/** The position that a `KeyboardEvent.code` names. */
export function positionOf(code: string): number {
  return POSITIONS[code] ?? UNKNOWN_POSITION;
}

function layOut(): number {
  let position = UNKNOWN_POSITION;
  ZONE_OF_POSITION[position] = Zone.OTHER;
  for (let zone = 0; zone < ZONES; zone++) {
    const codes = split(CODES_BY_ZONE[zone], " ");
    for (let place = 0; place < codes.length; place++) {
      // What codes begin with, and the last letter of each.
      const parts = split(codes[place], ":");
      for (let end = 0; end < parts[1]?.length; end++) {
        POSITIONS[parts[0] + parts[1][end]] = ++position;
        ZONE_OF_POSITION[position] = zone;
      }
    }
  }
  return position + 1;
}
