// The address after the #, as a type. Nothing else in the console reads or writes addresses.

export type Route =
  | { readonly screen: "setup"; readonly token: string }
  | { readonly screen: "login"; readonly then: string }
  | { readonly screen: "session"; readonly session: string }
  | { readonly screen: "compare"; readonly session: string }
  | { readonly screen: "case"; readonly id: string }
  | { readonly screen: "subject"; readonly subject: string }
  | { readonly screen: Plain };

/** Screens whose address is their name. */
export type Plain =
  | "now"
  | "cases"
  | "subjects"
  | "health"
  | "settings"
  | "accounts"
  | "keys"
  | "access-log"
  | "me"
  | "password";

const PLAIN: ReadonlySet<string> = new Set<Plain>([
  "now",
  "cases",
  "subjects",
  "health",
  "settings",
  "accounts",
  "keys",
  "access-log",
  "me",
  "password",
]);

/** First part of an address → the route of what follows it. */
const NAMED: Readonly<Record<string, (name: string, tail: string | undefined) => Route | null>> = {
  setup: (token, tail) => (tail === undefined ? { screen: "setup", token } : null),
  login: (then, tail) => (tail === undefined ? { screen: "login", then } : null),
  session: (session, tail) => {
    if (tail === undefined) return { screen: "session", session };
    return tail === "compare" ? { screen: "compare", session } : null;
  },
  case: (id, tail) => (tail === undefined ? { screen: "case", id } : null),
  subject: (subject, tail) => (tail === undefined ? { screen: "subject", subject } : null),
};

/** The route of an address; null where there is none: the start, or an address nobody made. */
export function parse(hash: string): Route | null {
  const pieces = hash
    .replace(/^#?\/?/, "")
    .split("/")
    .map(readable);
  const [screen = "", name, tail] = pieces;
  if (name === undefined) {
    if (screen === "login") return { screen, then: "" };
    return PLAIN.has(screen) ? { screen: screen as Plain } : null;
  }
  if (name === "" || pieces.length > 3) return null;
  return NAMED[screen]?.(name, tail) ?? null;
}

/** The address of a route. `parse(address(route))` is the route. */
export function address(route: Route): string {
  const to = (...pieces: readonly string[]): string =>
    `#/${pieces.map(encodeURIComponent).join("/")}`;
  switch (route.screen) {
    case "setup":
      return to("setup", route.token);
    case "login":
      return route.then === "" ? to("login") : to("login", route.then);
    case "session":
      return to("session", route.session);
    case "compare":
      return to("session", route.session, "compare");
    case "case":
      return to("case", route.id);
    case "subject":
      return to("subject", route.subject);
    default:
      return to(route.screen);
  }
}

function readable(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    // A % that stands for nothing: nobody made this address, and no name fits it.
    return "";
  }
}
