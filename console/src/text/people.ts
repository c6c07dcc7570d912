// Logging in, the first account, one's own data, and the subject that a privacy officer looks up.

import { counted } from "../format/number";

export const people = {
  logIn: "Log in",
  logInTo: "Log in to Samehands",
  loggedOut: "You were logged out, or the log-in ran out. Log in and you are brought back.",
  name: "Name",
  password: "Password",
  logInWith: (provider: string) => `Log in with ${provider}`,
  or: "or",
  setUpFirst: "No account has been made yet",
  setUpFirstHow:
    "The server printed a link in its terminal when it started. Open that link to make the first account. It works once.",

  setUp: "Make the first account",
  setUpWhat:
    "This account is an administrator: it keeps accounts, API keys and settings, and sees no session and no case. Make an analyst's account next.",
  welcome: "Choose your password",
  welcomeWhat: "This link works once. With it you choose the password of your account.",
  nameGiven: "As you were told it.",
  passwordRules: (least: number) =>
    `At least ${least} characters. A sentence that only you would say is good.`,
  passwordAgain: "The same password again",
  passwordShort: (least: number) => `The password needs ${least} characters or more.`,
  passwordsDiffer: "The two passwords are not the same.",
  nameMissing: "A name is needed.",
  create: "Make the account",
  choose: "Set the password",

  changePassword: "Change your password",
  changePasswordWhat: "Every other browser that is logged in with your account is logged out.",
  oldPassword: "The password as it is",
  newPassword: "New password",
  passwordChanged: "The password is changed.",

  me: "My data",
  meWhat:
    "What Samehands holds about you, and who looked at it. It holds how you type, as numbers; never what.",
  pseudonym: "Your pseudonym",
  template: "Template",
  yourTemplate: "Your template",
  templateStates: {
    none: "There is none: nothing has been learnt of this person's typing.",
    enrolling: "It is being learnt.",
    ready: "It is ready: sessions are compared with it.",
  },
  windowsOf: (have: number, due: number) => `${have} of ${due} windows`,
  sessionsOf: (have: number, due: number) => `${have} of ${due} sessions`,
  templateVersion: (version: number) => `Version ${version}`,
  heldWindows: (count: number) =>
    count === 0
      ? ""
      : `${counted(count, "window")} typed in doubt: learnt from only after a step-up by a security key or a passkey.`,
  mySessions: "Your sessions",
  noSessions: "None is kept.",
  myLooks: "Who looked at your data",
  noLooks: "Nobody has.",
  started: "Started",
  ended: "Ended",
  stillOpen: "still open",
  lastVerdict: "Last verdict",
  consent: "Consent",
  noConsent: "not recorded here",
  consented: (version: string, language: string, when: string) =>
    `text ${version} (${language}), ${when}`,

  subjects: "Subjects",
  subjectsWhat:
    "Look up what is held about one person, by pseudonym. Every look is written to the access log.",
  pseudonymToLookUp: "Pseudonym",
  lookUp: "Look up",
  pseudonymMissing: "Enter a pseudonym.",
  subject: (subject: string) => `Subject ${subject}`,
  group: "Group",
  state: "State",
  devices: "Kinds of device",
  device: "Device",
  windows: "Windows",
  sessions: "Sessions",
  versions: "Versions kept",
  erase: "Erase…",
  eraseTitle: (subject: string) => `Erase ${subject}?`,
  eraseWhat:
    "The subject's key is destroyed and everything sealed with it is deleted: template, windows, sessions, notes. A backup made before still holds them until that backup is deleted. A signed receipt stays, and so does the access log.",
  eraseType: "Type the pseudonym to confirm",
  eraseNo: "This is not the pseudonym.",
  eraseDo: "Erase for good",
  erased: "Erased",
  erasedWhat: "Keep this receipt: it proves what was destroyed and when.",
  receipt: "Receipt",
};
