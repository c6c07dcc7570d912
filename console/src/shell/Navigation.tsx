import { useEffect, useState } from "preact/hooks";
import { Icon } from "../parts/Icon";
import { offered } from "../route/access";
import { address, type Plain, type Route } from "../route/route";
import { text } from "../text";
import { useViewer } from "../viewer";
import { ThemeChoice } from "./ThemeChoice";

/** A screen that is reached from another one belongs to it. */
const UNDER: Readonly<Record<string, Plain>> = {
  session: "now",
  compare: "now",
  case: "cases",
  // Privacy officers look subjects up; analysts come from a session.
  subject: "subjects",
};

/** Where one can go, who one is, and the way out. */
export function Navigation({ route }: { readonly route: Route | null }) {
  const { login, client, refresh } = useViewer();
  const [open, setOpen] = useState(false);
  const here = route && (UNDER[route.screen] ?? route.screen);
  // On a small screen the menu has done its work when a screen is chosen.
  useEffect(() => setOpen(false), [route && address(route)]);
  const logOut = async (): Promise<void> => {
    try {
      await client.send("POST", "/logout");
    } finally {
      await refresh();
    }
  };
  return (
    <header class="side">
      <div class="side-top">
        <a class="brand" href="#/" aria-label={text.shell.home}>
          <Icon name="trace" size={20} />
          {text.shell.name}
        </a>
        <button
          type="button"
          class="side-toggle"
          aria-expanded={open}
          aria-controls="side-menu"
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? "closed" : "menu"} />
          {text.shell.menu}
        </button>
      </div>
      <div id="side-menu" class={open ? "side-menu side-menu-open" : "side-menu"}>
        <nav aria-label={text.shell.navigation}>
          <ul>
            {offered(login.roles).map((screen) => (
              <li key={screen}>
                <a href={address({ screen })} aria-current={here === screen ? "page" : undefined}>
                  {text.shell.screens[screen]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div class="side-foot">
          <ThemeChoice />
          <p class="whoami">
            <span class="unseen">{text.shell.signedInAs} </span>
            <strong>{login.account?.name}</strong>
            <span class="quiet">
              {login.roles.map((role) => text.shell.roles[role]).join(", ")}
            </span>
          </p>
          <a class="foot-link" href={address({ screen: "password" })}>
            {text.shell.changePassword}
          </a>
          <button
            type="button"
            class="foot-link"
            onClick={() => void logOut().catch(() => undefined)}
          >
            {text.shell.logOut}
          </button>
        </div>
      </div>
    </header>
  );
}
