import type { SeatState, VerdictKind } from "../api/judgement";
import { text } from "../text";
import { Icon } from "./Icon";

/** What is believed of a session: sign, word and colour. */
export function StateMark({ state }: { readonly state: SeatState }) {
  return (
    <span class={`mark mark-${state}`}>
      <Icon name={state} size={14} />
      {text.shell.states[state]}
    </span>
  );
}

/** What should happen, in one word. */
export function VerdictWord({ verdict }: { readonly verdict: VerdictKind | null }) {
  if (verdict === null) return <span class="quiet">{text.shell.none}</span>;
  return <span class={`verdict verdict-${verdict}`}>{text.shell.verdicts[verdict]}</span>;
}
