"use strict";
window.begin = () => {
  window.handle = samehands.start({ server: "", token: "token-of-the-cost", consent: { version: "1", language: "en", at: Date.now() * 1000 } });
};
// A listener that does nothing: what a trace says of it is what tracing costs.
addEventListener("keydown", () => undefined, true);
addEventListener("keyup", () => undefined, true);
window.at = 1000;
// Keys as a program dispatches them, ten keystrokes at a time: the same path through the SDK as a
// person's. The events are made before the clock starts. Returns ms for each twenty events. What is
// typed stands in the field, as it would, and is sent away after two hundred keystrokes.
window.type = (keystrokes) => {
  const field = document.getElementById("plain");
  const codes = ["KeyA", "KeyS", "KeyJ", "Space", "KeyE", "KeyN", "Backspace", "Comma"];
  const took = [];
  for (let batch = 0; batch < keystrokes / 10; batch++) {
    const events = [];
    for (let place = batch * 10; place < batch * 10 + 10; place++) {
      const code = codes[(place * 7 + (place >> 3)) % codes.length];
      for (const type of ["keydown", "keyup"]) {
        const event = new KeyboardEvent(type, { code, bubbles: true, composed: true });
        Object.defineProperty(event, "timeStamp", { value: window.at });
        window.at += type === "keydown" ? 70 + (place % 11) * 3 : 60 + ((place * 13) % 170);
        events.push(event);
      }
    }
    const began = performance.now();
    for (const event of events) {
      field.dispatchEvent(event);
      if (event.type === "keydown") {
        field.value += "a";
        field.dispatchEvent(new InputEvent("input", { bubbles: true, data: "a", inputType: "insertText" }));
      }
    }
    took.push(performance.now() - began);
    if (batch % 20 === 19) field.value = "";
  }
  return took;
};
