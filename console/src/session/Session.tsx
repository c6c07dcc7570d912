import { useMemo, useState } from "preact/hooks";
import type { SessionView } from "../api/sessions";
import { EvidenceChart } from "../charts/EvidenceChart";
import { zone } from "../format/time";
import { EvidenceBar } from "../parts/EvidenceBar";
import { ExposureWords } from "../parts/ExposureWords";
import { Facts } from "../parts/Facts";
import { LiveMark } from "../parts/LiveMark";
import { Loading } from "../parts/Loading";
import { Empty } from "../parts/Notice";
import { Screen } from "../parts/Screen";
import { StateMark, VerdictWord } from "../parts/StateMark";
import { Switch } from "../parts/Switch";
import { When } from "../parts/When";
import { address } from "../route/route";
import { text } from "../text";
import { MarkerList } from "./MarkerList";
import { markersOf } from "./markers";
import { PointTable } from "./PointTable";
import { useSession } from "./use-session";

const words = text.session;

/** Session: the evidence of one session, why, and what happened. */
export function Session({ session }: { readonly session: string }) {
  const loaded = useSession(session);
  const { value, live } = loaded;
  return (
    <Screen
      title={value ? words.title(value.subject) : text.shell.screens.now}
      back={
        <a class="back" href={address({ screen: "now" })}>
          {text.shell.screens.now}
        </a>
      }
      actions={value?.ended_at === null && <LiveMark state={live} />}
      wide
    >
      <Loading of={loaded} screen="session">
        {(view) => <Details view={view} />}
      </Loading>
    </Screen>
  );
}

function Details({ view }: { readonly view: SessionView }) {
  const markers = useMemo(() => markersOf(view.points), [view.points]);
  return (
    <>
      <section class="why" aria-labelledby="why">
        <h2 id="why" class="unseen">
          {words.why}
        </h2>
        <StateMark state={view.state} />
        <p>{view.why}</p>
      </section>
      <Overview view={view} />
      <Evidence view={view} markers={markers} />
      <section aria-labelledby="happened" class="part">
        <h2 id="happened">{words.happened}</h2>
        <p class="quiet">{text.shell.times(zone())}</p>
        <MarkerList markers={markers} />
      </section>
    </>
  );
}

function Overview({ view }: { readonly view: SessionView }) {
  return (
    <>
      <Facts
        of={[
          [words.evidence, <EvidenceBar share={view.share} state={view.state} />],
          view.exposure ? [text.exposure.name, <ExposureWords exposure={view.exposure} />] : null,
          [words.verdict, <VerdictWord verdict={view.verdict} />],
          [words.started, <When at={view.started_at} />],
          [words.ended, view.ended_at === null ? words.open : <When at={view.ended_at} />],
          [words.origin, view.origin],
          [words.collector, words.collectors[view.collector] ?? view.collector],
          [words.group, view.group],
        ]}
      />
      <p class="links">
        <a class="button" href={address({ screen: "compare", session: view.session })}>
          {words.compare}
        </a>
        <a class="button" href={address({ screen: "subject", subject: view.subject })}>
          {words.toSubject}
        </a>
        {view.case !== null && (
          <a class="button button-first" href={address({ screen: "case", id: view.case })}>
            {words.toCase}
          </a>
        )}
      </p>
    </>
  );
}

type Shape = "chart" | "table";

interface EvidenceProps {
  readonly view: SessionView;
  readonly markers: ReturnType<typeof markersOf>;
}

function Evidence({ view, markers }: EvidenceProps) {
  const [shape, setShape] = useState<Shape>("chart");
  const windows = view.points.some((point) => point.kind === "window");
  return (
    <section aria-labelledby="curve" class="card">
      <div class="card-head">
        <h2 id="curve">{words.curve}</h2>
        {windows && (
          <Switch
            label={words.curve}
            options={{ chart: words.asChart, table: words.asTable }}
            value={shape}
            onValue={setShape}
          />
        )}
      </div>
      {windows ? (
        <>
          <p class="quiet">
            {words.curveWhat} {words.nats}
          </p>
          {shape === "chart" ? (
            <EvidenceChart points={view.points} markers={markers} />
          ) : (
            <PointTable points={view.points} />
          )}
        </>
      ) : (
        <Empty title={words.noPoints} why={words.noPointsWhy} />
      )}
    </section>
  );
}
