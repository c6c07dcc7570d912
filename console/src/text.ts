// Every English sentence of the console, by screen. A translation replaces what is behind this.

import { administration } from "./text/administration";
import { cases } from "./text/cases";
import { compare } from "./text/compare";
import { exposure } from "./text/exposure";
import { health } from "./text/health";
import { now } from "./text/now";
import { people } from "./text/people";
import { problems } from "./text/problems";
import { session } from "./text/session";
import { settings } from "./text/settings";
import { shell } from "./text/shell";

export const text = {
  administration,
  cases,
  compare,
  exposure,
  health,
  now,
  people,
  problems,
  session,
  settings,
  shell,
};
