/**
 * The message: a window as 92 bytes of MessagePack, whatever was typed.
 *
 * docs/reference/message.md says what each byte is and why it leaves the device.
 */

import type { Window } from "../rhythm/window.js";

/** Bytes of every message. */
export const MESSAGE_BYTES = 92;

/** Largest sequence number: four bytes. */
export const SEQUENCE_LIMIT = 2 ** 32 - 1;

/** Where the sequence number stands. */
const SEQUENCE_AT = 14;

/** A window as a message; its sequence number is still 0. `ref` names the projection, 8 bytes. */
export function encode(ref: Uint8Array, window: Window): Uint8Array {
  const message = new Uint8Array(MESSAGE_BYTES);
  message[0] = 0x97; // an array of seven: the version, then the fields
  message[1] = 1;
  let at = binary(message, 2, ref);
  at = binary(message, at, new Uint8Array(4));
  at = binary(message, at, window.embedding);
  at = binary(message, at, window.scalars);
  message[at] = window.clock;
  message[at + 1] = window.path;
  return message;
}

/** Writes a message's sequence number into it. */
export function numbered(message: Uint8Array, sequence: number): void {
  for (let place = 0; place < 4; place++) {
    message[SEQUENCE_AT + place] = sequence >>> (24 - 8 * place);
  }
}

/** Writes a bin 8: its head, its length, its bytes; returns where it ends. */
function binary(message: Uint8Array, start: number, bytes: ArrayLike<number>): number {
  message[start] = 0xc4;
  message[start + 1] = bytes.length;
  for (let place = 0; place < bytes.length; place++) {
    message[start + 2 + place] = bytes[place]; // an int8 becomes its two's complement
  }
  return start + 2 + bytes.length;
}
