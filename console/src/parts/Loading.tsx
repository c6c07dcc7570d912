import type { ComponentChildren } from "preact";
import type { Route } from "../route/route";
import { neededFor } from "../route/access";
import { text } from "../text";
import { ProblemNotice } from "./Notice";
import type { Loaded } from "./use-loaded";

interface Props<Value> {
  readonly of: Pick<Loaded<Value>, "value" | "problem" | "reload">;
  /** Whose roles are named when the server says that they are missing. */
  readonly screen: Exclude<Route["screen"], "setup" | "login">;
  readonly children: (value: Value) => ComponentChildren;
}

/** What was read, or that it is on its way, or why it did not come. */
export function Loading<Value>({ of: loaded, screen, children }: Props<Value>) {
  const needs = neededFor(screen).map((role) => text.shell.roles[role]);
  return (
    <>
      {loaded.problem && (
        <ProblemNotice problem={loaded.problem} needs={needs} retry={loaded.reload} />
      )}
      {loaded.value !== undefined
        ? children(loaded.value)
        : !loaded.problem && (
            <p class="loading" role="status">
              {text.shell.loading}
            </p>
          )}
    </>
  );
}
