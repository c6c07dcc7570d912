// After the SDK: a page that replaces whatever it can, and notes which of it is handed bytes.
"use strict";
{
  const isView = ArrayBuffer.isView;
  const { defineProperty } = Object;
  window.spied = [];
  const replaced = (name) =>
    function (...given) {
      for (let place = 0; place < given.length; place++) {
        if (isView(given[place]) || isView(this)) window.spied[window.spied.length] = name;
      }
      throw new Error(`replaced: ${name}`);
    };
  const replace = (owner, names) => {
    for (let place = 0; place < names.length; place++) {
      const name = names[place];
      if (!(name in owner)) throw new Error(`nothing to replace: ${name.toString()}`);
      defineProperty(owner, name, { value: replaced(name.toString()), configurable: true, writable: true });
    }
  };
  replace(window, ["fetch", "atob", "setTimeout", "clearTimeout"]);
  replace(JSON, ["parse", "stringify"]);
  replace(Date, ["now", "parse"]);
  replace(Number, ["isInteger", "isFinite"]);
  replace(Math, ["floor", "min", "max", "abs", "sqrt", "random"]);
  replace(SubtleCrypto.prototype, ["digest"]);
  replace(LockManager.prototype, ["request", "query"]);
  replace(WeakSet.prototype, ["add", "has"]);
  replace(Map.prototype, ["get", "set", "has"]);
  replace(EventTarget.prototype, ["addEventListener", "removeEventListener"]);
  replace(Event.prototype, ["composedPath"]);
  replace(Element.prototype, ["getAttribute", "hasAttribute", "closest", "matches"]);
  replace(Response.prototype, ["json", "text", "arrayBuffer"]);
  replace(Headers.prototype, ["get", "has", "set"]);
  replace(TextDecoder.prototype, ["decode"]);
  replace(TextEncoder.prototype, ["encode"]);
  replace(MutationObserver.prototype, ["observe", "disconnect"]);
  replace(Promise.prototype, ["then", "catch", "finally"]);
  replace(String.prototype, ["split", "charCodeAt", "toLowerCase", "includes", "replace", Symbol.iterator]);
  replace(Object.getPrototypeOf(Uint8Array.prototype), ["set", "subarray", "slice", "fill", "map", "join", Symbol.iterator]);
  replace(Array.prototype, ["push", "map", "forEach", "slice", "join", "indexOf", "concat", Symbol.iterator]);
  replace(Function.prototype, ["call", "apply", "bind"]);
  Object.prototype.body = "polluted";
  Object.prototype.credentials = "include";
  Object.prototype.mode = "no-cors";
  Object.prototype.capture = false;
}
