import { expect, it } from "vitest";

import positionsText from "../../../tests/golden/positions.json?raw";
import { POSITION_COUNT, positionOf, UNKNOWN_POSITION, Zone, ZONE_OF_POSITION, ZONES } from "./positions.js";

const TABLE = Object.entries(JSON.parse(positionsText) as Record<string, string[]>);

it("has the zones of Python, in its order", () => {
  expect(TABLE[Zone.OTHER][0]).toBe("OTHER");
  expect(TABLE[Zone.LEFT_TOP][0]).toBe("LEFT_TOP");
  expect(ZONES).toBe(TABLE.length);
});

it("puts every key in the zone where Python puts it, each at a position of its own", () => {
  const codes = TABLE.flatMap(([, keys]) => keys);

  for (const [zone, [, keys]] of TABLE.entries()) {
    for (const code of keys) {
      expect(ZONE_OF_POSITION[positionOf(code)]).toBe(zone);
    }
  }
  expect(codes.map(positionOf)).toEqual(codes.map((_, index) => index + 1));
  expect(POSITION_COUNT).toBe(codes.length + 1);
});

it.each(["", "LaunchMail", "constructor", "__proto__", "toString"])("does not know %j", (code) => {
  expect(positionOf(code)).toBe(UNKNOWN_POSITION);
  expect(ZONE_OF_POSITION[UNKNOWN_POSITION]).toBe(Zone.OTHER);
});
