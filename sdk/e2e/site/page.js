// After the SDK: the fields that HTML alone cannot make, and how the test starts it.
"use strict";
class OpenField extends HTMLElement {
  connectedCallback() {
    const input = document.createElement("input");
    input.id = "in-open-shadow";
    this.attachShadow({ mode: "open" }).append(input);
  }
}
customElements.define("open-field", OpenField);
class ClosedField extends HTMLElement {
  connectedCallback() {
    const input = document.createElement("input");
    input.id = "in-closed-shadow";
    input.type = "password";
    this.attachShadow({ mode: "closed" }).append(input);
    this.inner = input;
  }
}
customElements.define("closed-field", ClosedField);

window.agreed = { version: "2026-11", language: "en", at: Date.now() * 1000 };
window.begin = (options = {}) => {
  window.sent = [];
  window.verdicts = [];
  window.states = [];
  window.handle = window.samehands.start({
    server: "",
    token: "token-of-the-test",
    consent: window.agreed,
    onSend: (batch) => window.sent.push([...batch]),
    ...options,
  });
  window.handle.onVerdict((verdict) => window.verdicts.push(verdict));
  window.handle.onState((state) => window.states.push(state));
};
window.focusOn = (id) => {
  if (id === "in-open-shadow") document.querySelector("open-field").shadowRoot.getElementById(id).focus();
  else if (id === "in-closed-shadow") document.querySelector("closed-field").inner.focus();
  else if (id === "") document.activeElement.blur();
  else document.getElementById(id).focus();
};
