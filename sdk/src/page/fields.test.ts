// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from "vitest";

import { createFields, type Fields } from "./fields.js";
import type { Stop } from "./dom.js";

let fields: Fields;
let stop: Stop;

beforeEach(() => {
  fields = createFields();
  stop = fields.watch(document);
});

afterEach(() => {
  stop();
});

/** Whether a key in the element with the id "it" may be observed, as the window sees it. */
function mayObserve(html?: string): boolean {
  if (html !== undefined) {
    document.body.innerHTML = html;
  }
  let may = false;
  const look = (event: Event) => {
    may = fields.mayObserve(event);
  };
  window.addEventListener("keydown", look, true);
  document.getElementById("it")!.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, composed: true }));
  window.removeEventListener("keydown", look, true);
  return may;
}

it.each([
  "<input id=it>",
  "<input id=it type=search autocomplete=email>",
  "<input id=it autocomplete='shipping street-address'>",
  "<textarea id=it></textarea>",
  "<select id=it></select>",
  "<button id=it></button>",
  "<p data-other=off><input id=it></p>",
])("observes %s", (html) => {
  expect(mayObserve(html)).toBe(true);
  expect(mayObserve()).toBe(true);
});

it.each([
  "<input id=it type=password>",
  "<input id=it type=PassWord>",
  "<input id=it autocomplete=current-password>",
  "<input id=it autocomplete=new-password>",
  "<input id=it autocomplete=one-time-code>",
  "<input id=it autocomplete='section-pay billing cc-number'>",
  "<input id=it autocomplete=cc-csc>",
  "<textarea id=it autocomplete='cc-name'></textarea>",
  "<input id=it autocomplete='One-Time-Code'>",
  "<div id=it></div>",
  "<div id=it tabindex=0></div>",
  "<custom-field id=it></custom-field>",
  "<input id=it data-samehands=off>",
  "<input id=it data-samehands>",
  "<form data-samehands=off><p data-samehands=on><input id=it></p></form>",
])("does not observe %s", (html) => {
  expect(mayObserve(html)).toBe(false);
  expect(mayObserve()).toBe(false);
});

it.each(["password", "PASSWORD"])("never again observes what was a %s field, even if nobody typed in it then", async (type) => {
  document.body.innerHTML = `<input id=it type=${type}>`;
  document.getElementById("it")!.setAttribute("type", "text");
  await Promise.resolve();
  await new Promise((done) => setTimeout(done, 0));

  expect(mayObserve()).toBe(false);
});

it("notices that a field that was harmless no longer is", async () => {
  expect(mayObserve("<main><input id=it></main>")).toBe(true);
  document.querySelector("main")!.setAttribute("data-samehands", "off");
  expect(mayObserve()).toBe(false);
  document.querySelector("main")!.removeAttribute("data-samehands");
  expect(mayObserve()).toBe(true);
  document.getElementById("it")!.setAttribute("autocomplete", "cc-csc");
  await new Promise((done) => setTimeout(done, 0));
  expect(mayObserve()).toBe(false);
});

it("looks into open shadow trees, and around them", () => {
  document.body.innerHTML = "<section><open-field id=host></open-field></section>";
  const root = document.getElementById("host")!.attachShadow({ mode: "open" });
  root.innerHTML = "<input><input type=password>";
  const [plain, secret] = root.querySelectorAll("input");
  const may = (target: Element) => {
    let found = false;
    const look = (event: Event) => {
      found = fields.mayObserve(event);
    };
    window.addEventListener("keydown", look, true);
    target.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, composed: true }));
    window.removeEventListener("keydown", look, true);
    return found;
  };

  expect([may(plain), may(secret), may(plain)]).toEqual([true, false, true]);
  document.querySelector("section")!.setAttribute("data-samehands", "off");
  expect(may(plain)).toBe(false);
});
