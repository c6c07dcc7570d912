// What went wrong, and what to do about it, said to a person at the console. The server's own
// words are for whoever writes a client; where they help a person as they are, they are shown.

interface Wording {
  readonly title: string;
  readonly remedy: string;
}

const kinds: Readonly<Record<string, Wording>> = {
  unreachable: {
    title: "The server cannot be reached.",
    remedy: "Check the network. If others see the same, tell whoever runs the server.",
  },
  fault: {
    title: "The console made a mistake.",
    remedy: "Load the page again. If it happens again, tell whoever runs the server.",
  },
  unauthenticated: { title: "You are not logged in.", remedy: "Log in; you will be brought back." },
  login_refused: {
    title: "The name or the password is wrong.",
    remedy: "Try again. If you have forgotten the password, an administrator can set a new one.",
  },
  csrf: {
    title: "The server did not accept that this came from the console.",
    remedy: "Load the page again and repeat what you did.",
  },
  not_found: { title: "There is nothing here.", remedy: "It may have been deleted." },
  session_unknown: {
    title: "There is no such session.",
    remedy: "It may have been deleted when its time of keeping was over.",
  },
  case_unknown: {
    title: "There is no such case.",
    remedy: "It may have been deleted when its time of keeping was over.",
  },
  subject_unknown: {
    title: "There is no such subject.",
    remedy: "Check the pseudonym. A subject is known from its first session on.",
  },
  subject_erased: {
    title: "This subject was erased.",
    remedy: "Nothing about it is left to be shown.",
  },
  case_decided: {
    title: "Somebody decided this case first.",
    remedy: "Load the case again to see what was decided. A decision is not taken back.",
  },
  version_conflict: {
    title: "Somebody else changed this first.",
    remedy: "Look at what is there now, and decide again.",
  },
  provider_failed: {
    title: "The log-in at your organisation did not work.",
    remedy: "Try again. If it stays, tell whoever runs the server.",
  },
  setup_done: {
    title: "This link has been used, or has run out.",
    remedy: "Log in, or ask an administrator for a new link. The server prints one when it starts.",
  },
  busy: { title: "The server is busy.", remedy: "Wait a moment and try again." },
  too_many_requests: {
    title: "Too much was tried at once.",
    remedy: "Wait a few minutes, then try again.",
  },
  invalid: { title: "A value makes no sense.", remedy: "Change it and try again." },
  conflict: { title: "This cannot be done now.", remedy: "Look at what is there and try again." },
  unavailable: {
    title: "The server cannot keep anything at the moment.",
    remedy: "Nothing was changed. Try again in a minute.",
  },
  internal: {
    title: "Something went wrong in the server.",
    remedy: "Nothing was changed. If it happens again, give the operator the number below.",
  },
};

export const problems = {
  kinds,
  other: { title: "This did not work.", remedy: "Try again. If it stays, tell the operator." },
  forbidden: "Your account may not see this.",
  forbiddenNeeds: (roles: readonly string[]) =>
    roles.length === 0
      ? "An administrator can give your account the role that this needs."
      : `This needs the role ${roles.join(" or ")}. An administrator can give it to your account.`,
  number: (instance: string) => `Number in the server's log: ${instance}`,
};
