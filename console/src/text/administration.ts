// Accounts, API keys, the access log.

import type { Scope } from "../api/administration";
import type { Role } from "../api/login";

const roleMeanings: Readonly<Record<Role, string>> = {
  analyst: "looks at sessions and decides cases",
  privacy_officer: "sees who looked at whom, looks up and erases subjects",
  auditor: "reads settings and the access log; changes nothing, sees no session",
  admin: "keeps settings, accounts and keys; sees no session and no case",
  self: "sees what is held about the own pseudonym, nothing else",
};

const scopeMeanings: Readonly<Record<Scope, string>> = {
  sessions: "start and end sessions, read verdicts, report step-ups",
  subjects: "read the state of templates, roll back, erase",
  access: "tell which records were read, ask how many may be",
  metrics: "read the measurements that monitoring collects",
};

export const administration = {
  accountsWhat: "Who may use this console, and as what. One account for each person.",
  readOnly: "Administrators change these; your account reads them.",
  accountsCaption: "Accounts",
  newAccount: "New account",
  name: "Name",
  nameHelp: "What the person logs in with.",
  roles: "Roles",
  rolesHelp: "Give as few as the work needs.",
  subject: "Own pseudonym",
  subjectHelp: "Whose data this account sees: the person's own.",
  subjectMissing: "“Own data” needs a pseudonym.",
  created: "Made",
  status: "Status",
  active: "active",
  disabled: "disabled",
  disable: "Disable",
  enable: "Enable",
  edit: "Change",
  editTitle: (name: string) => `Change ${name}`,
  newLink: "New link for a password",
  linkFor: (name: string) => `The link for ${name}`,
  linkWhat:
    "Give it to the person. With it they choose their password; it works once, within the hour. It is not shown again.",
  link: "One-time link",
  provider: "by the identity provider",
  notYourself: "Another administrator changes yours.",
  save: "Save",
  createAccount: "Make the account",
  accountChanged: (name: string) => `The account ${name} is saved.`,
  noRole: "Choose at least one role.",
  actions: "Actions",
  you: "you",

  keysWhat: "What the protected applications log in with. One key for each application.",
  keysCaption: "API keys",
  newKey: "New API key",
  keyNameHelp: "What it is for, such as “crm production”.",
  scopes: "May",
  createKey: "Make the key",
  keyMade: "The key is made",
  keyMadeWhat:
    "This is the only time that it is shown. Copy it now and keep it where the application keeps secrets.",
  secret: "API key",
  revoke: "Revoke",
  revokeTitle: (name: string) => `Revoke ${name}?`,
  revokeWhat:
    "Every application that uses this key is refused from now on. This cannot be taken back; make a new key instead.",
  revoked: "revoked",
  lastUsed: "Last used",
  noKeys: "There is no API key",
  noKeysWhy: "An application needs one to start sessions.",
  noScope: "Choose at least one thing that the key may do.",
  nameMissing: "A name is needed.",
  gotIt: "I have copied it",

  accessWhat: "Every look at a person, and every change, in the order in which they happened.",
  accessCaption: "Access log, the newest first",
  number: "No.",
  at: "Time",
  who: "Who",
  as: "As",
  did: "Did",
  to: "About",
  reason: "Reason",
  older: "Show older entries",
  noEntries: "Nothing has been written yet",
  chain:
    "Each entry carries the hash of the one before it: none can be changed or left out unnoticed.",
  roleMeanings,
  scopeMeanings,
};
