// Before the SDK: the page's own record of what happened, from which Python computes what is due.
"use strict";
window.stream = [];
window.faults = [];
window.keyReads = 0;
{
  const key = Object.getOwnPropertyDescriptor(KeyboardEvent.prototype, "key");
  for (const name of ["key", "keyCode", "which", "charCode"]) {
    const owner = Object.hasOwn(KeyboardEvent.prototype, name) ? KeyboardEvent.prototype : UIEvent.prototype;
    const { get } = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, {
      configurable: true,
      get() {
        window.keyReads++;
        return get.call(this);
      },
    });
  }
  void key;
  window.logKeys = (view) => {
    const note = (event) => {
      const later = (view.performance.timeOrigin - performance.timeOrigin) * 1000;
      window.stream.push({
        type: event.type,
        code: event.code,
        time: event.timeStamp,
        later: [view.performance.timeOrigin, performance.timeOrigin],
        repeat: event.repeat,
        composing: event.isComposing,
        trusted: event.isTrusted,
        where: event.composedPath()[0].id,
      });
      void later;
    };
    view.addEventListener("keydown", note, true);
    view.addEventListener("keyup", note, true);
    view.addEventListener("blur", (event) => event.target === view && window.stream.push({ type: "gap" }), true);
  };
  window.logKeys(window);
  addEventListener("error", (event) => window.faults.push(`error ${event.message}`));
  addEventListener("unhandledrejection", (event) => window.faults.push(`rejection ${event.reason}`));
  document.addEventListener("securitypolicyviolation", (event) => window.faults.push(`policy ${event.violatedDirective} ${event.blockedURI}`));
}
