import fc from "fast-check";
import { expect, it } from "vitest";

/** A positive double as mantissa × 2**exponent, both whole. */
function parts(x: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & (2n ** 52n - 1n);
  return biased ? { mantissa: fraction | (2n ** 52n), exponent: biased - 1075 } : { mantissa: fraction, exponent: -1074 };
}

/** Whether a double is the one nearest to the root of another: the root lies within half a unit of it. */
function isNearestRoot(root: number, of: number): boolean {
  const { mantissa, exponent } = parts(root);
  const square = parts(of);
  // (2m ± 1)² × 2**(2e - 2) against M × 2**E, brought to one exponent.
  const shift = square.exponent - (2 * exponent - 2);
  const [left, right] = shift >= 0 ? [0n, BigInt(shift)] : [BigInt(-shift), 0n];
  const due = square.mantissa << right;
  return (2n * mantissa - 1n) ** 2n << left < due && due < (2n * mantissa + 1n) ** 2n << left;
}

it("knows a root that is off by one unit", () => {
  expect(isNearestRoot(Math.sqrt(2), 2)).toBe(true);
  expect(isNearestRoot(Math.sqrt(2) + 2 ** -52, 2)).toBe(false);
  expect(isNearestRoot(Math.sqrt(2) - 2 ** -52, 2)).toBe(false);
});

it("is correctly rounded for shares of a histogram", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 4, noNaN: true }), (x) => isNearestRoot(Math.sqrt(x), x)),
    { numRuns: 20_000 },
  );
});

it("is correctly rounded for sums of squares", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_600_000_000 }), (x) => isNearestRoot(Math.sqrt(x), x)),
    { numRuns: 20_000 },
  );
});
