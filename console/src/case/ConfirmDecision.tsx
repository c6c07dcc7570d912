import { useState } from "preact/hooks";
import type { CaseDetail, Decision } from "../api/cases";
import { part } from "../api/client";
import { asProblem } from "../api/problem";
import { Dialog } from "../parts/Dialog";
import { Field } from "../parts/Field";
import { Form } from "../parts/Form";
import { text } from "../text";
import { useViewer } from "../viewer";

const words = text.cases;

/** Characters of a note at most; the server's own limit. */
const LONGEST_NOTE = 2000;

interface Props {
  readonly view: CaseDetail;
  readonly decision: Decision;
  readonly onClose: () => void;
  readonly onDecided: (decided: CaseDetail) => void;
  readonly reload: () => void;
}

/** The confirmation: what will happen, a note, and the verb once more. */
export function ConfirmDecision({ view, decision, onClose, onDecided, reload }: Props) {
  const { client, announce } = useViewer();
  const [note, setNote] = useState("");
  const verb = words.verbs[decision];
  const fault = note.length > LONGEST_NOTE ? words.noteTooLong(LONGEST_NOTE) : undefined;
  const send = async (): Promise<void> => {
    const said = note.trim();
    try {
      const decided = await client.send<CaseDetail>("POST", `/cases/${part(view.id)}/decision`, {
        decision,
        ...(said !== "" && { note: said }),
      });
      announce(`${words.decided}: ${verb.name}.`);
      onClose();
      onDecided(decided);
    } catch (failure) {
      // Somebody else was first: what they decided should be seen behind the question.
      if (asProblem(failure).kind === "case_decided") reload();
      throw failure;
    }
  };
  return (
    <Dialog title={verb.question} read onClose={onClose}>
      <Form verb={verb.name} faults={[fault]} onCancel={onClose} send={send}>
        {() => (
          <>
            <div>
              <p>{words.effectsBefore}</p>
              <ul>
                {verb.effects.map((effect) => (
                  <li key={effect}>{effect}</li>
                ))}
              </ul>
            </div>
            <Field label={words.note} help={words.noteHelp} fault={fault}>
              {(tied) => (
                <textarea
                  {...tied}
                  rows={4}
                  value={note}
                  onInput={(event) => setNote(event.currentTarget.value)}
                />
              )}
            </Field>
            <p class="quiet">{words.final}</p>
          </>
        )}
      </Form>
    </Dialog>
  );
}
