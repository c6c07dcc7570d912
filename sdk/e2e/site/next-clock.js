"use strict";
window.nextClock();
