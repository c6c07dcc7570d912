/**
 * What we need of the language and of the network, taken when the script is loaded.
 *
 * Pages replace `fetch`, `JSON.parse` or methods of `Array.prototype`, in good faith or not. What is
 * taken here stays what it was; arrays are walked by index, because an iterator can be replaced too.
 * What we need of the DOM is in page/dom.ts.
 */

/* eslint-disable @typescript-eslint/unbound-method, no-restricted-globals -- here they are taken */

/** A method as a function of its object: `uncurry(x.f)(x, a)` is `x.f(a)` whatever becomes of `f`. */
export const uncurry = Function.prototype.bind.bind(Function.prototype.call as never) as unknown as <
  This,
  Rest extends readonly unknown[],
  Result,
>(
  method: (this: This, ...rest: Rest) => Result,
) => (self: This, ...rest: Rest) => Result;

export const { abs, floor, max, min, random, sqrt } = Math;
export const { freeze } = Object;
export const isFinite = Number.isFinite as (value: unknown) => value is number;
export const isInteger = Number.isInteger as (value: unknown) => value is number;
export const { isArray } = Array;
export const NativePromise = Promise;
export const parseJson = JSON.parse.bind(JSON) as (text: string) => unknown;
export const { now, parse: parseDate } = Date;

export const charCodeAt = uncurry(String.prototype.charCodeAt);
export const lowerCase = uncurry(String.prototype.toLowerCase);
export const split = uncurry(String.prototype.split as (this: string, by: string) => string[]);

const decoder = new TextDecoder("utf-8", { fatal: true });

/** The text that UTF-8 bytes spell; throws where they spell none. */
export const textOf: (bytes: Uint8Array<ArrayBuffer>) => string = decoder.decode.bind(decoder);

const encoder = new TextEncoder();

/** A text as UTF-8 bytes. */
export const bytesOf: (text: string) => Uint8Array<ArrayBuffer> = encoder.encode.bind(encoder);

/** The bytes that base64 spells, each as a character. */
export const binaryOf: (base64: string) => string = atob.bind(globalThis);

const { subtle } = crypto as Partial<Crypto>;
const digest = subtle?.digest.bind(subtle);

/** SHA-256 of some bytes; absent on an insecure page, where there is no WebCrypto. */
export const sha256 = digest && ((bytes: Uint8Array<ArrayBuffer>) => digest("SHA-256", bytes));

export const send: typeof fetch = fetch.bind(globalThis);
export const startTimer = setTimeout.bind(globalThis) as (work: () => void, after: number) => number;
export const stopTimer = clearTimeout.bind(globalThis) as (timer: number) => void;

/** The JSON of an answer; throws where it is none. */
export const jsonOf = uncurry(Response.prototype.json) as (response: Response) => Promise<unknown>;
export const contentOf = uncurry(Response.prototype.arrayBuffer);
export const headerOf = uncurry(Headers.prototype.get);

const { timeout } = AbortSignal as Partial<typeof AbortSignal>;

/** A signal that ends a request after so many ms; absent in browsers of before 2022. */
export const within = timeout?.bind(AbortSignal);
