/**
 * The messages: a window as 95 bytes of MessagePack, whatever was typed; an early sign as 19.
 *
 * docs/reference/message.md says what each byte is and why it leaves the device.
 */

import type { Window } from "../rhythm/window.js";

/** Bytes of every window's message. */
export const MESSAGE_BYTES = 95;

/** Bytes of every early sign's. */
export const SIGN_BYTES = 19;

/** Largest sequence number: four bytes. */
export const SEQUENCE_LIMIT = 2 ** 32 - 1;

/** Where the sequence number stands, in both. */
const SEQUENCE_AT = 14;

/** Where what is not common to both begins. */
const CONTENT_AT = SEQUENCE_AT + 4;

/** A window as a message; its sequence number is still 0. `ref` names the projection, 8 bytes. */
export function encode(ref: Uint8Array, window: Window): Uint8Array {
  const message = begun(MESSAGE_BYTES, 0x97, ref); // an array of seven: the version, then the fields
  const at = binary(message, binary(message, CONTENT_AT, window.embedding), window.scalars);
  message[at] = window.clock;
  message[at + 1] = window.path;
  return message;
}

/** An early sign as a message; the rest as above. */
export function encodeSign(ref: Uint8Array, signs: number): Uint8Array {
  const message = begun(SIGN_BYTES, 0x94, ref); // an array of four
  message[CONTENT_AT] = signs;
  return message;
}

function begun(size: number, array: number, ref: Uint8Array): Uint8Array {
  const message = new Uint8Array(size);
  message[0] = array;
  message[1] = 2;
  binary(message, binary(message, 2, ref), new Uint8Array(4));
  return message;
}

/** Writes a message's sequence number into it. */
export function numbered(message: Uint8Array, sequence: number): void {
  for (let place = 0; place < 4; place++) {
    message[SEQUENCE_AT + place] = sequence >>> (24 - 8 * place);
  }
}

/** Writes a bin 8: its head, its length, its bytes; returns where it ends. */
export function binary(message: Uint8Array, start: number, bytes: ArrayLike<number>): number {
  message[start] = 0xc4;
  message[start + 1] = bytes.length;
  for (let place = 0; place < bytes.length; place++) {
    message[start + 2 + place] = bytes[place]; // an int8 becomes its two's complement
  }
  return start + 2 + bytes.length;
}
