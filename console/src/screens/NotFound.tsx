import type { Role } from "../api/login";
import { Empty } from "../parts/Notice";
import { Screen } from "../parts/Screen";
import { text } from "../text";

/** An address that nobody made. */
export function NotFound() {
  return (
    <Screen title={text.shell.notFound} lead={text.shell.notFoundWhy}>
      <p>
        <a href="#/">{text.shell.toStart}</a>
      </p>
    </Screen>
  );
}

/** An account without any role. */
export function NoScreens() {
  return (
    <Screen title={text.shell.noScreens}>
      <Empty title={text.shell.noScreens} why={text.shell.noScreensWhy} />
    </Screen>
  );
}

/** A screen that another role sees. */
export function NotForYou({ needs }: { readonly needs: readonly Role[] }) {
  const names = needs.map((role) => text.shell.roles[role]);
  return (
    <Screen title={text.problems.forbidden} lead={text.problems.forbiddenNeeds(names)}>
      <p>
        <a href="#/">{text.shell.toStart}</a>
      </p>
    </Screen>
  );
}
