import type { VNode } from "preact";
import { Case } from "../case/Case";
import { Cases } from "../case/Cases";
import { Now } from "../now/Now";
import type { Plain, Route } from "../route/route";
import { Compare } from "../session/Compare";
import { Session } from "../session/Session";
import { Settings } from "../settings/Settings";
import { AccessLog } from "./AccessLog";
import { Accounts } from "./Accounts";
import { Health } from "./Health";
import { Keys } from "./Keys";
import { Me } from "./Me";
import { Password } from "./Password";
import { Subject, Subjects } from "./Subjects";

type Inside = Exclude<Route, { readonly screen: "setup" | "login" }>;

const PLAIN: Readonly<Record<Plain, () => VNode>> = {
  now: () => <Now />,
  cases: () => <Cases />,
  subjects: () => <Subjects />,
  health: () => <Health />,
  settings: () => <Settings />,
  accounts: () => <Accounts />,
  keys: () => <Keys />,
  "access-log": () => <AccessLog />,
  me: () => <Me />,
  password: () => <Password />,
};

/** The screen of a route. The key makes another thing of the same kind a new screen. */
export function screenOf(route: Inside): VNode {
  switch (route.screen) {
    case "session":
      return <Session key={route.session} session={route.session} />;
    case "compare":
      return <Compare key={route.session} session={route.session} />;
    case "case":
      return <Case key={route.id} id={route.id} />;
    case "subject":
      return <Subject key={route.subject} subject={route.subject} />;
    default:
      return PLAIN[route.screen]();
  }
}
