/** The desk: tickets to answer, and records that are guarded. */

import * as backend from "./backend.js";
import { at, make } from "./dom.js";

const drafts = new Map();
const answers = new Map();
let people;
let open;
let refused;

/** Shows the tickets. `whenRefused` is told when a record needs a step-up. */
export async function showDesk(whenRefused) {
  refused = whenRefused;
  people = await backend.desk();
  list();
  show(people.tickets[0]);
}

/** All that was typed as replies, as it stands in this page. */
export function typed() {
  return [...answers.values(), ...drafts.values()].filter(Boolean).join(" … ");
}

const nameOf = (ticket) => people.customers.find((one) => one.id === ticket.customer).name;

function list() {
  at("tickets").replaceChildren(
    ...people.tickets.map((ticket) =>
      make("li", {},
        make("button", { type: "button", "aria-current": String(ticket === open), click: () => show(ticket, true) },
          make("span", { class: answers.has(ticket.id) ? "done" : "" }, ticket.subject),
          make("small", {}, nameOf(ticket))))),
  );
}

function show(ticket, focus = false) {
  open = ticket;
  list();
  const answer = answers.get(ticket.id);
  at("ticket").replaceChildren(
    make("h3", {}, ticket.subject),
    said(nameOf(ticket), ticket.message),
    ...(answer ? [said("Your answer, which stays in this page", answer, "ours")] : [reply(ticket)]),
    make("p", {}, make("button", { type: "button", click: (event) => showRecord(ticket, event.target) }, "Open the customer's record")),
  );
  if (focus) at("reply")?.focus();
}

function said(who, text, more = "") {
  return make("div", { class: `said ${more}` }, make("b", {}, who), text);
}

function reply(ticket) {
  const field = make("textarea", {
    id: "reply",
    autocomplete: "off",
    "aria-describedby": "task",
    input: () => drafts.set(ticket.id, field.value),
  });
  field.value = drafts.get(ticket.id) ?? "";
  const send = make("button", { type: "button", class: "primary", click: () => {
    if (!field.value.trim()) return field.focus();
    answers.set(ticket.id, field.value);
    drafts.delete(ticket.id);
    show(people.tickets.find((one) => !answers.has(one.id)) ?? ticket, true);
  } }, "Send the answer");
  return make("div", {},
    make("label", { for: "reply" }, "Your answer"),
    make("p", { class: "task", id: "task" }, `In your own words: ${ticket.task}`),
    field, make("p", { class: "buttons" }, send));
}

async function showRecord(ticket, button) {
  try {
    const { name, address, telephone, card, last } = await backend.record(ticket.customer);
    const rows = { Name: name, Address: address, Telephone: telephone, Card: card, Last: last };
    const shown = Object.entries(rows).flatMap(([term, value]) => [make("dt", {}, term), make("dd", {}, value)]);
    button.replaceWith(make("dl", { class: "record" }, ...shown));
  } catch (error) {
    refused(error);
  }
}
