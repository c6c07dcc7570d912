/** What a script tag loads: the element, and `samehandsBadge.show`. */

import { show } from "./badge.js";

Object.defineProperty(globalThis, "samehandsBadge", { value: Object.freeze({ show }), configurable: true });
