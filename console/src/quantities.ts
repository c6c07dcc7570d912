// The units, as types: a number of one cannot be passed for another by mistake.

declare const unit: unique symbol;
type Quantity<Unit extends string> = number & { readonly [unit]: Unit };

/** Microseconds since 1970, UTC, on the server's clock; or a length of time in microseconds. */
export type Micros = Quantity<"µs">;

/** Natural logarithm of odds. 2.3 nats are odds of ten to one. */
export type Nats = Quantity<"nats">;

/** How far evidence is on its way to the alarm line: 1 is there, more is past it. */
export type Share = Quantity<"of the alarm line">;

export const MICROS_PER_SECOND = 1_000_000;

export const micros = (value: number): Micros => value as Micros;
export const nats = (value: number): Nats => value as Nats;
export const share = (value: number): Share => value as Share;

/** The viewer's clock as the server would say it. Called at the edge only: by a ticking clock. */
export const toMicros = (milliseconds: number): Micros => micros(milliseconds * 1000);
