"use strict";
parent.logKeys(window);
