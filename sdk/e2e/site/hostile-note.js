// Before anything else: the page's record, by means that stay as they are, told through the DOM.
"use strict";
{
  const spell = JSON.stringify.bind(JSON);
  const stream = [];
  const faults = [];
  const origin = performance.timeOrigin;
  const note = (event) => {
    const { type, code, timeStamp, repeat, isComposing, isTrusted } = event;
    stream[stream.length] = {
      type, code, time: timeStamp, later: [origin, origin], repeat, composing: isComposing, trusted: isTrusted,
      where: "plain",
    };
  };
  addEventListener("keydown", note, true);
  addEventListener("keyup", note, true);
  addEventListener("error", (event) => (faults[faults.length] = event.message));
  addEventListener("unhandledrejection", (event) => (faults[faults.length] = `${event.reason}`));
  const { fire, timersWaiting } = window;
  const get = document.getElementById.bind(document);
  addEventListener("look", () => {
    fire();
  });
  addEventListener("tell", () => {
    const { handle, spied } = window;
    get("note").textContent = spell({
      state: handle.state, reason: handle.reason, delivery: handle.delivery, waiting: timersWaiting(), stream, faults, spied,
    });
  });
}
