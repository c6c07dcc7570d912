import { part } from "../api/client";
import type { CaseDetail as CaseView } from "../api/cases";
import { CaseCurve } from "../charts/CaseCurve";
import { exactMoment, exactTime, zone } from "../format/time";
import { ExposureWords } from "../parts/ExposureWords";
import { Facts } from "../parts/Facts";
import { Loading } from "../parts/Loading";
import { Screen } from "../parts/Screen";
import { useClock } from "../parts/use-clock";
import { useLoaded } from "../parts/use-loaded";
import { When } from "../parts/When";
import { maySee } from "../route/access";
import { address } from "../route/route";
import { around } from "../session/curve";
import { useSessionOnce } from "../session/use-session";
import { text } from "../text";
import { useViewer } from "../viewer";
import { Decide } from "./Decide";
import { StatusMark } from "./StatusMark";

const words = text.cases;

/** Case: what happened, what to decide, and what that did. */
export function Case({ id }: { readonly id: string }) {
  const loaded = useLoaded<CaseView>(`/cases/${part(id)}`);
  const { value } = loaded;
  return (
    <Screen
      title={value ? words.caseOf(value.subject) : words.title}
      back={
        <a class="back" href={address({ screen: "cases" })}>
          {words.title}
        </a>
      }
      actions={
        value && (
          <button type="button" class="button" onClick={() => print()}>
            {words.print}
          </button>
        )
      }
    >
      <Loading of={loaded} screen="case">
        {(view) => <Details view={view} onDecided={loaded.put} reload={loaded.reload} />}
      </Loading>
    </Screen>
  );
}

interface DetailsProps {
  readonly view: CaseView;
  readonly onDecided: (decided: CaseView) => void;
  readonly reload: () => void;
}

function Details({ view, onDecided, reload }: DetailsProps) {
  const { login } = useViewer();
  const looksAtSessions = maySee(login.roles, "session");
  const now = useClock();
  return (
    <>
      <section class="why" aria-labelledby="happened">
        <h2 id="happened" class="unseen">
          {words.happened}
        </h2>
        <StatusMark status={view.status} />
        <p>{view.sentence}</p>
      </section>
      <Facts
        of={[
          [words.opened, <When at={view.opened_at} exact />],
          [words.changed, changeOf(view)],
          view.exposure ? [text.exposure.name, <ExposureWords exposure={view.exposure} />] : null,
          [words.evidence, text.session.levelOf(view.level, view.threshold)],
          [words.number, <span class="code">{view.id}</span>],
        ]}
      />
      {looksAtSessions && (
        <p class="links">
          <a class="button" href={address({ screen: "session", session: view.session })}>
            {words.toSession}
          </a>
          <a class="button" href={address({ screen: "compare", session: view.session })}>
            {words.toCompare}
          </a>
        </p>
      )}
      <section class="card" aria-labelledby="case-curve">
        <h2 id="case-curve">{words.curve}</h2>
        <p class="quiet">{text.shell.times(zone())}</p>
        {looksAtSessions ? <Curve view={view} /> : <p>{words.noCurve}</p>}
      </section>
      <Decide view={view} onDecided={onDecided} reload={reload} />
      <p class="print-only">{words.printed(exactMoment(now), zone())}</p>
    </>
  );
}

function Curve({ view }: { readonly view: CaseView }) {
  const session = useSessionOnce(view.session);
  // A case is kept for longer than the points of its session.
  if (session.problem?.kind === "session_unknown") return <p>{words.curveGone}</p>;
  return (
    <Loading of={session} screen="session">
      {({ points }) => {
        const shown = around(points, view.changed_after, view.opened_at);
        return shown.length < 2 ? (
          <p>{words.curveGone}</p>
        ) : (
          <CaseCurve
            points={shown}
            threshold={view.threshold}
            changedAfter={view.changed_after}
            openedAt={view.opened_at}
          />
        );
      }}
    </Loading>
  );
}

/** When the change came, as far as the evidence can tell: between two windows. */
function changeOf({ changed_after, changed_by }: CaseView): string {
  if (changed_after === null) return words.changedUnknown;
  const after = exactMoment(changed_after);
  return changed_by === null
    ? words.changedAfter(after)
    : words.changedBetween(after, exactTime(changed_by));
}
