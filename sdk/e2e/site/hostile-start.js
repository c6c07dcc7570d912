"use strict";
window.handle = window.samehands.start({
  server: "",
  token: "token-of-the-test",
  consent: { version: "2026-11", language: "en", at: 1795000000000000 },
});
