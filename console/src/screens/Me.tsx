import type { Me as MeView } from "../api/me";
import { moment, zone } from "../format/time";
import { DataTable } from "../parts/DataTable";
import { Loading } from "../parts/Loading";
import { Screen } from "../parts/Screen";
import { StateMark, VerdictWord } from "../parts/StateMark";
import { useLoaded } from "../parts/use-loaded";
import { text } from "../text";
import { EntryTable } from "./EntryTable";
import { TemplateFacts } from "./TemplateFacts";

const words = text.people;

/** My data: what is held about the viewer, and who looked at it. */
export function Me() {
  const loaded = useLoaded<MeView>("/me");
  return (
    <Screen title={words.me} lead={words.meWhat}>
      <Loading of={loaded} screen="me">
        {(me) => <Held me={me} />}
      </Loading>
    </Screen>
  );
}

function Held({ me }: { readonly me: MeView }) {
  return (
    <>
      <section class="card" aria-labelledby="template">
        <h2 id="template">{words.yourTemplate}</h2>
        <p class="quiet">
          {words.pseudonym}: {me.subject}
        </p>
        {me.template ? (
          <TemplateFacts template={me.template} />
        ) : (
          <p>{words.templateStates.none}</p>
        )}
      </section>
      <p>{text.exposure.own(me.records_today)}</p>
      <div class="part">
        <h2>{words.mySessions}</h2>
        <p class="quiet">{text.shell.times(zone())}</p>
        {me.sessions.length === 0 ? (
          <p>{words.noSessions}</p>
        ) : (
          <DataTable
            caption={words.mySessions}
            rows={me.sessions}
            keyOf={({ session }) => session}
            columns={[
              { head: words.started, as: "line", cell: (each) => moment(each.started_at) },
              {
                head: words.ended,
                as: "line",
                cell: ({ ended_at }) => (ended_at === null ? words.stillOpen : moment(ended_at)),
              },
              { head: words.state, cell: ({ state }) => <StateMark state={state} /> },
              {
                head: words.consent,
                cell: ({ consent }) =>
                  consent === null
                    ? words.noConsent
                    : words.consented(consent.version, consent.language, moment(consent.at)),
              },
              { head: words.lastVerdict, cell: ({ verdict }) => <VerdictWord verdict={verdict} /> },
            ]}
          />
        )}
      </div>
      <div class="part">
        <h2>{words.myLooks}</h2>
        {me.looks.length === 0 ? (
          <p>{words.noLooks}</p>
        ) : (
          <EntryTable caption={words.myLooks} entries={me.looks} />
        )}
      </div>
    </>
  );
}
