import type { ComponentChildren } from "preact";
import { text } from "../text";
import type { Route } from "../route/route";
import { useViewer } from "../viewer";
import { Navigation } from "./Navigation";
import { useOnline } from "./use-online";

interface Props {
  readonly route: Route | null;
  readonly children: ComponentChildren;
}

/** What stands around every screen: the skip link, the navigation, the banner, the main part. */
export function Frame({ route, children }: Props) {
  const { login } = useViewer();
  const online = useOnline();
  const known = login.account !== null;
  return (
    <div class={known ? "frame" : "frame frame-alone"}>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          // The part after the # is the route: the jump must not change it.
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        {text.shell.skip}
      </a>
      {known && <Navigation route={route} />}
      <div class="frame-body">
        {!online && (
          <p class="offline" role="alert">
            {text.shell.offline}
          </p>
        )}
        <main id="main" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}
