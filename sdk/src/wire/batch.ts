/** A batch: messages as one MessagePack array of byte strings. */

import { MESSAGE_BYTES } from "./message.js";

/** Most windows in a batch: 51,200 keystrokes, about a working week. */
export const BATCH_WINDOWS = 512;

const FIXARRAY = 0x90;
const FIXARRAY_LIMIT = 15;
const ARRAY_16 = 0xdc;
const BIN_8 = 0xc4;

/** The first `count` messages as a batch; none make an empty one, of one byte. */
export function encodeBatch(messages: ArrayLike<Uint8Array>, count: number): Uint8Array<ArrayBuffer> {
  const head = count > FIXARRAY_LIMIT ? 3 : 1;
  const batch = new Uint8Array(head + count * (2 + MESSAGE_BYTES));
  batch[0] = head > 1 ? ARRAY_16 : FIXARRAY | count;
  if (head > 1) {
    batch[1] = count >> 8;
    batch[2] = count;
  }
  let at = head;
  for (let index = 0; index < count; index++) {
    batch[at++] = BIN_8;
    batch[at++] = MESSAGE_BYTES;
    for (let place = 0; place < MESSAGE_BYTES; place++) {
      batch[at++] = messages[index][place];
    }
  }
  return batch;
}
