// What frames every screen, and the words that all of them share.

import type { Role } from "../api/login";
import type { SeatState, VerdictKind } from "../api/judgement";
import type { Plain } from "../route/route";

const screens: Readonly<Record<Plain, string>> = {
  now: "Now",
  cases: "Cases",
  subjects: "Subjects",
  health: "Health",
  settings: "Settings",
  accounts: "Accounts",
  keys: "API keys",
  "access-log": "Access log",
  me: "My data",
  password: "Password",
};

const roles: Readonly<Record<Role, string>> = {
  analyst: "analyst",
  privacy_officer: "privacy officer",
  auditor: "auditor",
  admin: "administrator",
  self: "own data",
};

const states: Readonly<Record<SeatState, string>> = {
  alarm: "Alarm",
  locked: "Locked",
  unsure: "Unsure",
  paused: "Paused",
  learning: "Learning",
  verified: "Verified",
};

const verdicts: Readonly<Record<VerdictKind, string>> = {
  allow: "Allow",
  step_up: "Step-up",
  lock: "Lock",
};

export const shell = {
  name: "Samehands",
  title: (screen: string) => `${screen} · Samehands`,
  titleWithAlarms: (alarms: number, screen: string) => `(${alarms}) ${screen} · Samehands`,
  skip: "Skip to the content",
  navigation: "Main",
  menu: "Menu",
  home: "Samehands, to the first screen",
  loading: "Loading…",
  retry: "Try again",
  signedInAs: "Logged in as",
  logOut: "Log out",
  changePassword: "Password",
  theme: "Theme",
  themes: { system: "As the system", light: "Light", dark: "Dark" },
  offline: "This computer is offline. What you see is how it was; nothing here is live.",
  live: { connecting: "Connecting", live: "Live", reconnecting: "Reconnecting" },
  notFound: "There is no such screen",
  notFoundWhy: "The address may be mistyped, or from an older version.",
  toStart: "Go to the first screen",
  noScreens: "There is nothing for you here yet",
  noScreensWhy: "Your account has no role. An administrator can give it one.",
  close: "Close",
  cancel: "Cancel",
  copy: "Copy",
  copied: "Copied",
  copyFailed: "Could not be copied; select it and copy it by hand.",
  none: "none",
  never: "never",
  screens,
  roles,
  states,
  verdicts,
  times: (zone: string) => `Times are in the zone of this computer, ${zone}.`,
};
