// Before the SDK: time that stands still until the test says so. `fire()` runs what waits.
"use strict";
{
  let waiting = Object.create(null);
  let count = 0;
  const forget = Reflect.deleteProperty;
  window.setTimeout = (work, after) => {
    waiting[++count] = { work, after };
    return count;
  };
  window.clearTimeout = (timer) => {
    forget(waiting, timer);
  };
  window.fire = () => {
    const due = waiting;
    const after = [];
    waiting = Object.create(null);
    for (const timer in due) {
      after[after.length] = due[timer].after;
      due[timer].work();
    }
    return after;
  };
  window.timersWaiting = () => {
    let number = 0;
    for (const timer in waiting) number += timer in waiting ? 1 : 0;
    return number;
  };
}
