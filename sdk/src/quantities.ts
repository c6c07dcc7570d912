/** The units, as types: a number that means something carries its unit in its type. */

declare const unit: unique symbol;

/** A point in time or a duration, in whole microseconds; NaN where it is not known. */
export type Micros = number & { readonly [unit]: "µs" };

/** A duration in milliseconds, as timers take it. */
export type Millis = number & { readonly [unit]: "ms" };

/** A normal score in sixteenths, -40 to 40; NaN where its duration does not count. */
export type Sixteenths = number & { readonly [unit]: "1/16" };

/** A number on the 1/8 grid of the message, as an int8. */
export type Eighths = number & { readonly [unit]: "1/8" };

/** Microseconds in a millisecond. */
export const MICROS_PER_MILLI = 1_000;
