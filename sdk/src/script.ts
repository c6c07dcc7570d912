/** What a script tag loads: `samehands.start`. */

import { start } from "./index.js";

Object.defineProperty(globalThis, "samehands", { value: Object.freeze({ start }), configurable: true });
