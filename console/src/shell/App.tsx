import { useEffect, useMemo } from "preact/hooks";
import type { Client } from "../api/client";
import { NOBODY, type Role } from "../api/login";
import { ProblemNotice } from "../parts/Notice";
import { maySee, neededFor, offered } from "../route/access";
import { address, parse, type Route } from "../route/route";
import { replaceBy, useRoute } from "../route/use-route";
import { LogIn } from "../screens/LogIn";
import { NotFound, NoScreens, NotForYou } from "../screens/NotFound";
import { recalled } from "../screens/return-address";
import { screenOf } from "../screens/screen-of";
import { SetUp } from "../screens/SetUp";
import { text } from "../text";
import { type Viewer, ViewerContext } from "../viewer";
import { useAnnouncer } from "./use-announcer";
import { Frame } from "./Frame";
import { useLogin } from "./use-login";

/** The console: who is looking decides what is shown. */
export function App({ client }: { readonly client: Client }) {
  const { login, problem, refresh } = useLogin(client);
  const [said, announce] = useAnnouncer();
  const route = useRoute();
  const viewer = useMemo<Viewer>(
    () => ({ login: login ?? NOBODY, client, refresh, announce }),
    [login, client, refresh, announce],
  );
  return (
    <ViewerContext.Provider value={viewer}>
      <Frame route={route}>
        {login ? (
          <Shown viewer={viewer} route={route} />
        ) : problem ? (
          <ProblemNotice problem={problem} retry={() => void refresh().catch(() => undefined)} />
        ) : (
          <p class="loading" role="status">
            {text.shell.loading}
          </p>
        )}
      </Frame>
      <div class="unseen" aria-live="polite">
        {said}
      </div>
    </ViewerContext.Provider>
  );
}

interface ShownProps {
  readonly viewer: Viewer;
  readonly route: Route | null;
}

/** A screen for those who are not logged in, or one of those that are for the ones who are. */
function Shown({ viewer, route }: ShownProps) {
  if (route?.screen === "setup") return <SetUp token={route.token} />;
  if (viewer.login.account !== null) return <Inside roles={viewer.login.roles} route={route} />;
  return <LogIn then={route?.screen === "login" ? route.then : location.hash} />;
}

interface InsideProps {
  readonly roles: readonly Role[];
  readonly route: Exclude<Route, { readonly screen: "setup" }> | null;
}

function Inside({ roles, route }: InsideProps) {
  const first = offered(roles)[0];
  if (first === undefined) return <NoScreens />;
  if (route === null && !/^#?\/?$/.test(location.hash)) return <NotFound />;
  if (route === null || route.screen === "login") {
    const wanted = route?.then ?? recalled() ?? "";
    return <Elsewhere hash={parse(wanted) ? wanted : address({ screen: first })} />;
  }
  if (!maySee(roles, route.screen)) return <NotForYou needs={neededFor(route.screen)} />;
  return screenOf(route);
}

/** Nothing to see here: the address changes to another. */
function Elsewhere({ hash }: { readonly hash: string }) {
  useEffect(() => replaceBy(hash), [hash]);
  return null;
}
