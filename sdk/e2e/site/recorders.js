// What others do with keys, as small as it can honestly be done; the SDK is held against it.
//
// Each: begin() starts to record, flush() sends what there is, end() stops.
"use strict";
{
  const post = (body) =>
    window.fetch("/recorded", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  window.recorders = {
    // Every key event as JSON: which key, pressed or released, when.
    json: {
      events: [],
      note(event) {
        window.recorders.json.events.push({ type: event.type, code: event.code, at: event.timeStamp });
      },
      begin() {
        for (const type of ["keydown", "keyup"]) addEventListener(type, this.note, { capture: true, passive: true });
      },
      async flush() {
        const body = JSON.stringify(this.events);
        this.events.length = 0;
        await post(body);
      },
      end() {
        for (const type of ["keydown", "keyup"]) removeEventListener(type, this.note, { capture: true });
      },
    },

    // rrweb with its own defaults: the page's DOM, then whatever changes, the fields' values above all.
    rrweb: {
      events: [],
      begin() {
        this.end = window.rrwebRecord.record({ emit: (event) => this.events.push(event) });
      },
      async flush() {
        const body = JSON.stringify(this.events);
        this.events.length = 0;
        await post(body);
      },
    },
  };
}
