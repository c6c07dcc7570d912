/** What a script tag loads: `samehands.start`. */

import { start } from "./index.js";
import { freeze } from "./primordials.js";

Object.defineProperty(globalThis, "samehands", { value: freeze({ start }), configurable: true });
