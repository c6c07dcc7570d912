/** The page: consent, collecting, and what is shown of both. */

import * as backend from "./backend.js";
import { showDesk, typed } from "./desk.js";
import { at } from "./dom.js";
import { describe, showBatch } from "./inspector.js";
import { showKeys, showState, showTemplate, showVerdict } from "./standing.js";

/** How long to wait for windows to be on their way before a session ends, ms: two looks at the queue. */
const DELIVERED_WITHIN = 32_000;
/** How often the back end is asked for the verdict, ms. */
const ASK_EVERY = 3_000;

let handle;
let session = "";
let sessions = 0;
let due = 100;
let keys = 0;
let madeBefore = 0;
let template = null;
let asked = false;
let consent;

const wait = (millis) => new Promise((done) => setTimeout(done, millis));

function tell(text) {
  at("notice").textContent = text;
  at("notice").hidden = !text;
}

/** Begins to collect for a session. */
function collect({ server, token, projection, session: id }) {
  session = id;
  due = projection.keystrokes;
  keys = madeBefore = 0;
  at("due")?.replaceChildren(String(due)); // gone once there is a window to show
  const mine = ++sessions;
  handle?.stop();
  handle = globalThis.samehands.start({
    server,
    token,
    projection,
    consent,
    onSend: (batch) => showBatch(batch, typed(), mine),
  });
  handle.onState((state) => {
    showState(state);
    if (mine === sessions && handle.reason === "ended") void begin(backend.visit).catch((error) => tell(error.message));
  });
  handle.onVerdict(heard);
  showKeys(0, due);
}

async function begin(open) {
  collect(await open());
  template = (await backend.standing(-1)).template;
  showTemplate(template, 0);
}

function heard(verdict) {
  showVerdict(verdict);
  if (!["off", "paused"].includes(handle.state)) showState(verdict.state);
  if (verdict.verdict.kind === "allow") asked = false;
  else if (!asked) ask(verdict.verdict.reasons[0]?.sentence);
}

function ask(why = "") {
  asked = true;
  at("step-up-why").textContent = why;
  if (!at("step-up").open) at("step-up").showModal();
}

async function answer(passed) {
  at("step-up").close();
  const { verdict } = await backend.stepUp(passed);
  if (verdict) {
    showVerdict(verdict);
    showState(verdict.state);
    asked = verdict.verdict.kind !== "allow";
  }
}

/** Follows the verdict at the back end: it changes without typing too. */
async function follow() {
  for (let known = {}; ; await wait(ASK_EVERY)) {
    try {
      const now = await backend.standing(known.session === session ? known.revision : -1);
      template = now.template ?? template;
      showTemplate(template, handle.delivery.made);
      if (now.verdict?.session === session) {
        known = now.verdict;
        heard(known);
      }
    } catch {
      // The back end is away; the SDK hears the verdict with each window.
    }
  }
}

/** Ends the session once its windows are on their way: what is not sent is lost with it. */
async function next() {
  at("next").disabled = true;
  try {
    for (let waited = 0; handle.delivery.waiting && waited < DELIVERED_WITHIN; waited += 250) {
      tell("The last windows leave within some seconds; then the session ends.");
      await wait(250);
    }
    await begin(backend.nextSession);
    tell("A new session has begun.");
  } catch (error) {
    tell(error.message);
  }
  at("next").disabled = false;
}

function count() {
  tell("");
  keys += 1;
  const { made } = handle.delivery;
  if (made > madeBefore) {
    madeBefore = made;
    keys = 1;
    showTemplate(template, made);
  }
  showKeys(Math.min(keys, due), due);
}

async function agreed() {
  if (!globalThis.samehands) {
    tell("The service serves no SDK: build it with `make build`, and load this page again.");
    return;
  }
  at("agree").disabled = true;
  consent = { version: "demo-1", language: document.documentElement.lang, at: Date.now() * 1000 };
  try {
    await begin(backend.visit);
    describe(await backend.message());
    at("consent").hidden = true;
    at("work").hidden = false;
    at("pause").hidden = false;
    await showDesk((error) => {
      if (error.status === 401) ask(error.reasons[0]);
      else if (error.status === 403) tell(`The record stays closed. ${error.reasons[0] ?? ""}`), ask(error.reasons[0]);
      else tell(error.message);
    });
    at("reply")?.focus();
    void follow();
  } catch (error) {
    at("agree").disabled = false;
    tell(error.message);
  }
}

at("agree").addEventListener("click", () => void agreed());
at("next").addEventListener("click", () => void next());
at("step-up-pass").addEventListener("click", () => void answer(true).catch((error) => tell(error.message)));
at("step-up-fail").addEventListener("click", () => void answer(false).catch((error) => tell(error.message)));
at("step-up-later").addEventListener("click", () => at("step-up").close());
at("other").addEventListener("click", () => {
  const somebodyElse = at("other").getAttribute("aria-pressed") !== "true";
  at("other").setAttribute("aria-pressed", String(somebodyElse));
  at("other-note").hidden = !somebodyElse;
});
at("pause").addEventListener("click", () => {
  if (handle.state === "paused") handle.resume();
  else handle.pause();
  at("pause").textContent = handle.state === "paused" ? "Resume" : "Pause";
});
at("desk").addEventListener("keydown", (event) => {
  if (!event.repeat && event.target.id === "reply") count();
});
