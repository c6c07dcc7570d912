// The SDK's arithmetic in Node, so that Python can hold it against its own on whole data sets.
//
// Arguments: a projection's file and its SHA-256. Each line of the input is a session, an array of
// [µs, code, action, composing]; each line of the output an array of its messages in hex.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { createCollector } from "../src/rhythm/collector.ts";
import { hex, readProjection } from "../src/rhythm/projection-file.ts";
import { takeRow } from "../src/testing/events.ts";
import { createPairing } from "../src/capture/pairing.ts";
import { encode, encodeSign, numbered } from "../src/wire/message.ts";

const [, , path, sha256] = process.argv;
const projection = await readProjection(new Uint8Array(readFileSync(path)), sha256);

for await (const line of createInterface({ input: process.stdin })) {
  const messages = [];
  const send = (message) => {
    numbered(message, messages.length);
    messages.push(hex(message));
  };
  const collector = createCollector(
    projection,
    (window) => send(encode(projection.ref, window)),
    (signs) => send(encodeSign(projection.ref, signs)),
  );
  const pairing = createPairing(collector.take);
  for (const row of JSON.parse(line)) {
    takeRow(pairing, row);
  }
  pairing.gap();
  console.log(JSON.stringify(messages));
}
