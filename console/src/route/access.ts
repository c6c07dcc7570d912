// Which role sees which screen. The server decides; this keeps what it would refuse out of sight.

import type { Role } from "../api/login";
import type { Plain, Route } from "./route";

type Screen = Exclude<Route["screen"], "setup" | "login">;

const SEEN_BY: Readonly<Record<Screen, readonly Role[]>> = {
  now: ["analyst"],
  session: ["analyst"],
  compare: ["analyst"],
  cases: ["analyst", "privacy_officer", "auditor"],
  case: ["analyst", "privacy_officer"],
  subjects: ["privacy_officer"],
  subject: ["privacy_officer", "analyst"],
  health: ["analyst", "privacy_officer", "auditor", "admin"],
  settings: ["admin", "privacy_officer", "auditor"],
  accounts: ["admin", "auditor"],
  keys: ["admin", "auditor"],
  "access-log": ["auditor", "privacy_officer"],
  me: ["self"],
  password: ["analyst", "privacy_officer", "auditor", "admin", "self"],
};

/** In the order of the navigation. */
const NAVIGATION: readonly Plain[] = [
  "now",
  "cases",
  "subjects",
  "health",
  "settings",
  "accounts",
  "keys",
  "access-log",
  "me",
];

/** The roles, any of which a screen needs. */
export const neededFor = (screen: Screen): readonly Role[] => SEEN_BY[screen];

export const maySee = (roles: readonly Role[], screen: Screen): boolean =>
  SEEN_BY[screen].some((role) => roles.includes(role));

/** What the navigation offers. */
export const offered = (roles: readonly Role[]): readonly Plain[] =>
  NAVIGATION.filter((screen) => maySee(roles, screen));

/** Only analysts decide. */
export const mayDecide = (roles: readonly Role[]): boolean => roles.includes("analyst");

/** Only privacy officers look up and erase whom they choose. */
export const mayErase = (roles: readonly Role[]): boolean => roles.includes("privacy_officer");

/** Settings, accounts and keys are changed by administrators, and read by others. */
export const mayAdminister = (roles: readonly Role[]): boolean => roles.includes("admin");
