import { useState } from "preact/hooks";
import { part } from "../api/client";
import type { Erasure, SubjectState } from "../api/subjects";
import { TextField } from "../parts/Field";
import { Loading } from "../parts/Loading";
import { Done } from "../parts/Notice";
import { Screen } from "../parts/Screen";
import { useLoaded } from "../parts/use-loaded";
import { mayErase } from "../route/access";
import { address } from "../route/route";
import { go } from "../route/use-route";
import { text } from "../text";
import { useViewer } from "../viewer";
import { Erase } from "./Erase";
import { TemplateFacts } from "./TemplateFacts";

const words = text.people;

/** Looking up one person by pseudonym. There is no list to leaf through. */
export function Subjects() {
  const [subject, setSubject] = useState("");
  const [tried, setTried] = useState(false);
  const fault = subject.trim() === "" ? words.pseudonymMissing : undefined;
  return (
    <Screen title={words.subjects} lead={words.subjectsWhat}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (fault === undefined) go({ screen: "subject", subject: subject.trim() });
        }}
      >
        <TextField
          label={words.pseudonymToLookUp}
          value={subject}
          onValue={setSubject}
          maxLength={128}
          fault={tried ? fault : undefined}
        />
        <button type="submit" class="button button-first">
          {words.lookUp}
        </button>
      </form>
    </Screen>
  );
}

/** What is held about one subject, and how to erase it. */
export function Subject({ subject }: { readonly subject: string }) {
  const officer = mayErase(useViewer().login.roles);
  const [erasing, setErasing] = useState(false);
  const [receipt, setReceipt] = useState<Erasure>();
  const loaded = useLoaded<SubjectState>(receipt ? null : `/subjects/${part(subject)}`);
  return (
    <Screen
      title={words.subject(subject)}
      back={
        <a class="back" href={address({ screen: officer ? "subjects" : "now" })}>
          {officer ? words.subjects : text.shell.screens.now}
        </a>
      }
    >
      {receipt ? (
        <Receipt receipt={receipt} />
      ) : (
        <Loading of={loaded} screen="subject">
          {(state) => (
            <>
              <section class="card" aria-labelledby="template">
                <h2 id="template">{words.template}</h2>
                <p class="quiet">
                  {words.group}: {state.group}
                </p>
                <TemplateFacts template={state.template} />
              </section>
              {officer && (
                <p>
                  <button
                    type="button"
                    class="button button-danger"
                    onClick={() => setErasing(true)}
                  >
                    {words.erase}
                  </button>
                </p>
              )}
            </>
          )}
        </Loading>
      )}
      {erasing && (
        <Erase
          subject={subject}
          onClose={() => setErasing(false)}
          onErased={(erasure) => {
            setErasing(false);
            setReceipt(erasure);
          }}
        />
      )}
    </Screen>
  );
}

function Receipt({ receipt }: { readonly receipt: Erasure }) {
  return (
    <section class="card" aria-labelledby="receipt">
      <h2 id="receipt">{words.receipt}</h2>
      <Done>{words.erased}</Done>
      <p>{words.erasedWhat}</p>
      {/* As it came, to the last character: it is signed. */}
      <pre class="code receipt" tabIndex={0}>
        {JSON.stringify(receipt, null, 2)}
      </pre>
    </section>
  );
}
