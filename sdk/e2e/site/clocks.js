// Before each copy of the SDK: the clock that its listeners are told the time by.
//
// The same keystrokes are seen by three copies, so that their windows can be held against each other.
"use strict";
{
  // ms. 0: as Chromium tells the time, 0.1 ms here. 1 ms: Firefox, Safari. A frame of 60 Hz: Firefox where
  // it resists fingerprinting.
  const GRIDS = [0, 1, 1000 / 60];
  const add = EventTarget.prototype.addEventListener;
  const { get } = Object.getOwnPropertyDescriptor(Event.prototype, "timeStamp");
  const copies = [];
  let grid = 0; // of the copy whose listener runs
  Object.defineProperty(Event.prototype, "timeStamp", {
    configurable: true,
    get() {
      const time = get.call(this);
      return grid ? Math.floor(time / grid) * grid : time;
    },
  });
  window.nextClock = () => {
    if (window.samehands) copies.push(window.samehands);
    const own = GRIDS[copies.length];
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      const timed = (event) => {
        grid = own;
        listener(event);
        grid = 0;
      };
      return add.call(this, type, timed, options);
    };
  };
  window.nextClock();
  window.begin = (sessions) => {
    window.handles = sessions.map((session, place) => copies[place].start(session));
  };
  // The application's own: a tabulator that is typed stays in the text.
  add.call(window, "keydown", (event) => {
    if (event.code === "Tab") event.preventDefault();
  });
}
