import { useState } from "preact/hooks";
import type { CaseDetail, Decision } from "../api/cases";
import { moment } from "../format/time";
import { mayDecide } from "../route/access";
import { text } from "../text";
import { useViewer } from "../viewer";
import { ConfirmDecision } from "./ConfirmDecision";
import { StatusMark } from "./StatusMark";

const words = text.cases;
const VERBS: readonly Decision[] = ["confirm_compromised", "confirm_safe", "false_alarm"];

interface Props {
  readonly view: CaseDetail;
  readonly onDecided: (decided: CaseDetail) => void;
  readonly reload: () => void;
}

/** The three verbs with what each does; or, once decided, what was decided and what it did. */
export function Decide({ view, onDecided, reload }: Props) {
  const { login } = useViewer();
  const [chosen, setChosen] = useState<Decision>();
  if (view.status !== "open") return <Decided view={view} />;
  if (!mayDecide(login.roles)) return <p class="quiet">{words.readOnly}</p>;
  return (
    <section aria-labelledby="decide" class="part">
      <h2 id="decide">{words.decide}</h2>
      <p class="quiet">{words.decideWhat}</p>
      <ul class="verbs">
        {VERBS.map((verb) => (
          <li key={verb} class="card verb">
            <h3>{words.verbs[verb].name}</h3>
            <p>{words.verbs[verb].meaning}</p>
            <ul>
              {words.verbs[verb].effects.map((effect) => (
                <li key={effect}>{effect}</li>
              ))}
            </ul>
            <button type="button" class="button" onClick={() => setChosen(verb)}>
              {words.verbs[verb].name}…
            </button>
          </li>
        ))}
      </ul>
      {chosen && (
        <ConfirmDecision
          view={view}
          decision={chosen}
          onClose={() => setChosen(undefined)}
          onDecided={onDecided}
          reload={reload}
        />
      )}
    </section>
  );
}

function Decided({ view }: { readonly view: CaseDetail }) {
  const { login } = useViewer();
  return (
    <section class="card" aria-labelledby="decided">
      <h2 id="decided">{words.decided}</h2>
      <p>
        <StatusMark status={view.status} />{" "}
        {view.decided_at !== null &&
          (view.decided_by === login.account?.id
            ? words.decidedByYou(moment(view.decided_at))
            : words.decidedBy(view.decided_by_name ?? "", moment(view.decided_at)))}
      </p>
      {view.note && (
        <>
          <h3>{words.note}</h3>
          <p class="note">{view.note}</p>
        </>
      )}
      {view.effects.length > 0 && (
        <>
          <h3>{words.effects}</h3>
          <ul>
            {view.effects.map((effect) => (
              <li key={effect}>{effect}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
