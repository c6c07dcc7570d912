/** A batch: messages as one MessagePack array of byte strings. */

import { binary } from "./message.js";

/** Most messages in a batch: 51,200 keystrokes in windows, about a working week. */
export const BATCH_WINDOWS = 512;

const FIXARRAY = 0x90;
const FIXARRAY_LIMIT = 15;
const ARRAY_16 = 0xdc;

/** The first `count` messages as a batch; none make an empty one, of one byte. */
export function encodeBatch(messages: ArrayLike<Uint8Array>, count: number): Uint8Array<ArrayBuffer> {
  const head = count > FIXARRAY_LIMIT ? 3 : 1;
  let size = head;
  for (let index = 0; index < count; index++) {
    size += 2 + messages[index].length;
  }
  const batch = new Uint8Array(size);
  batch[0] = head > 1 ? ARRAY_16 : FIXARRAY | count;
  if (head > 1) {
    batch[1] = count >> 8;
    batch[2] = count;
  }
  let at = head;
  for (let index = 0; index < count; index++) {
    at = binary(batch, at, messages[index]);
  }
  return batch;
}
