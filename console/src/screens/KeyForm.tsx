import { useState } from "preact/hooks";
import type { NewKey, Scope } from "../api/administration";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Ticks } from "../parts/Ticks";
import { text } from "../text";
import { useViewer } from "../viewer";

const words = text.administration;
const SCOPES: Readonly<Record<Scope, string>> = {
  sessions: "sessions",
  subjects: "subjects",
  access: "access",
  metrics: "metrics",
};

interface Props {
  readonly onClose: () => void;
  readonly onMade: (key: NewKey) => void;
}

/** A new API key: what it is for, and what it may do. */
export function KeyForm({ onClose, onMade }: Props) {
  const { client } = useViewer();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["sessions"]);
  const nameFault = name.trim() === "" ? words.nameMissing : undefined;
  const scopeFault = scopes.length === 0 ? words.noScope : undefined;
  return (
    <Dialog title={words.newKey} onClose={onClose}>
      <Form
        verb={words.createKey}
        faults={[nameFault, scopeFault]}
        onCancel={onClose}
        send={async () =>
          onMade(await client.send<NewKey>("POST", "/keys", { name: name.trim(), scopes }))
        }
      >
        {(tried) => (
          <>
            <TextField
              label={words.name}
              help={words.keyNameHelp}
              value={name}
              onValue={setName}
              maxLength={128}
              fault={tried ? nameFault : undefined}
            />
            <Ticks
              legend={words.scopes}
              fault={tried ? scopeFault : undefined}
              options={SCOPES}
              meanings={words.scopeMeanings}
              chosen={scopes}
              onChosen={setScopes}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}
