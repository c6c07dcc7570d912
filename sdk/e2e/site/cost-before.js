// Before the SDK: its listeners for keys are timed from outside, by the page's clock (5 µs, isolated).
"use strict";
{
  const add = EventTarget.prototype.addEventListener;
  window.took = [];
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const keys = type === "keydown" || type === "keyup";
    const timed = (event) => {
      const began = performance.now();
      listener(event);
      const ended = performance.now();
      window.took.push(ended - began);
    };
    return add.call(this, type, keys && window.timing ? timed : listener, options);
  };
}
