import type { LiveState } from "../api/live";
import { text } from "../text";

/** Whether what is shown is live, said in a word and by a dot. */
export function LiveMark({ state }: { readonly state: LiveState }) {
  return (
    <span class={`live live-${state}`} role="status">
      {text.shell.live[state]}
    </span>
  );
}
