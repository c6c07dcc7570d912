/**
 * The inspector: the bytes of each batch as the SDK sent them, decoded by the published schema.
 *
 * Beside them stands what was typed, read from this page's own fields. It is shown and goes nowhere.
 */

import { at, make } from "./dom.js";

/** Most earlier windows that stay on show. */
const SHOWN = 20;
/** Characters of the typed text beside a window. */
const TEXT = 240;
/** A batch: one array of byte strings, its head one byte up to here. */
const SHORT = 15;

let form;

/** Takes the description of the message, and shows what an attacker reads out of it. */
export function describe(message) {
  form = message;
  if (message.recovery) at("recovery").replaceChildren(...recovery(message.recovery));
}

/** The messages in a batch. */
export function messagesIn(batch) {
  const found = [];
  // c4 and the length stand before each.
  for (let start = batch[0] <= 0x90 + SHORT ? 1 : 3; start < batch.length; start += 2 + batch[start + 1]) {
    found.push(batch.subarray(start + 2, start + 2 + batch[start + 1]));
  }
  return found;
}

/** Shows a batch; an empty one only asks for the verdict. `session` counts those of this page. */
export function showBatch(batch, text, session) {
  for (const message of messagesIn(batch)) {
    const earlier = at("inspector").querySelector(".sent");
    if (earlier) fold(earlier);
    at("inspector").replaceChildren(sent(message, text, session));
  }
}

function fold(earlier) {
  const title = earlier.querySelector("h3").textContent;
  at("older").prepend(make("details", { class: "older" }, make("summary", {}, title), earlier));
  while (at("older").children.length > SHOWN) at("older").lastElementChild.remove();
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");

function sent(message, text, session) {
  const rows = fieldsOf(message).map((field) => row(field, message.subarray(field.start, field.stop)));
  const heads = ["Field", "Value", "Unit", "Why it leaves", "What it could tell"];
  return make("section", { class: "sent" },
    make("h3", {}, `Session ${session}, ${isWindow(message) ? "window" : "early sign"} ${number(message)}: ${message.length} bytes`),
    make("p", { class: "bytes" }, ...coloured(message)),
    make("p", { class: "kept" }, make("b", {}, "This never left the page:"), text.slice(-TEXT) || "(nothing typed)"),
    make("div", { class: "fields", tabindex: "0", role: "region", "aria-label": "Fields of the window" },
      make("table", {},
        make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
        make("tbody", {}, ...rows))));
}

const isWindow = (message) => message.length === form.bytes;

const fieldsOf = (message) => (isWindow(message) ? form.fields : form.sign_fields);

function number(message) {
  const { start } = form.fields.find((field) => field.name === "sequence");
  return new DataView(message.buffer, message.byteOffset).getUint32(start);
}

/** Runs of bytes: each field in its colour, with the heads between them. */
function coloured(message) {
  const runs = [];
  let done = 0;
  for (const { name, start, stop } of fieldsOf(message)) {
    if (start > done) runs.push(make("span", {}, hex(message.subarray(done, start))), " ");
    runs.push(make("span", { class: `f-${name}`, title: name }, hex(message.subarray(start, stop))), " ");
    done = stop;
  }
  return runs;
}

function row(field, bytes) {
  return make("tr", {},
    make("th", { scope: "row" }, make("span", { class: `f-${field.name}` }, field.name)),
    make("td", { class: "value" }, value(field, bytes)),
    make("td", {}, field.unit),
    make("td", {}, field.reason),
    make("td", {}, field.leak));
}

function value(field, bytes) {
  const signed = Array.from(new Int8Array(bytes));
  if (field.parts.length) return field.parts.map((part, place) => `${part.name} ${signed[place]}`).join(", ");
  if (field.type.startsWith("int8")) return signed.join(" ");
  if (field.type.startsWith("unsigned")) return String(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0));
  return field.type === "bytes" ? hex(bytes) : String(bytes[0]);
}

function recovery(found) {
  const percent = (share) => `${(share * 100).toFixed(1)} %`;
  const line = (what, figures, kind = "") =>
    make("tr", { class: kind },
      make("th", { scope: "row" }, what),
      make("td", {}, figures.bits.toFixed(2)),
      make("td", {}, percent(figures.top1)));
  const missed = found.over_the_limits.length
    ? ` It misses limits of our own: ${found.over_the_limits.join("; ")}.`
    : "";
  return [
    make("h3", {}, "What an attacker reads out of it"),
    make("p", { class: "hint" }, `Attackers who had learnt from other people's typing were shown ${found.windows} windows of ${found.keystrokes} keystrokes, of ${found.people} people, and asked which of ${found.sentences} known sentences had been typed. The stronger of two attackers counts.`),
    make("table", {},
      make("thead", {}, make("tr", {}, ...["If this were sent", "bits about the text, of a window", "sentence named at once"].map((head) => make("th", { scope: "col" }, head)))),
      make("tbody", {},
        line("this message", found.message, "ours"),
        line("only the number of words in it", found.word_count),
        line("counts of zone pairs, no letters", found.zone_pairs))),
    make("p", { class: "hint" }, `With a dictionary, ${found.bits_a_word} bit for each word of content.${missed} Measured by `, make("code", {}, found.command), ` at commit ${found.commit.slice(0, 12)}.`),
  ];
}
