"use strict";
window.handle = window.samehands.start({ server: "", token: "token-of-the-test", consent: true });
