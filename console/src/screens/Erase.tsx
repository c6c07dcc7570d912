import { useState } from "preact/hooks";
import { part } from "../api/client";
import type { Erasure } from "../api/subjects";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { text } from "../text";
import { useViewer } from "../viewer";

const words = text.people;

interface Props {
  readonly subject: string;
  readonly onClose: () => void;
  readonly onErased: (receipt: Erasure) => void;
}

/** Erasing cannot be taken back, so the pseudonym has to be typed. */
export function Erase({ subject, onClose, onErased }: Props) {
  const { client } = useViewer();
  const [typed, setTyped] = useState("");
  const fault = typed.trim() === subject ? undefined : words.eraseNo;
  return (
    <Dialog title={words.eraseTitle(subject)} read onClose={onClose}>
      <Form
        verb={words.eraseDo}
        danger
        faults={[fault]}
        onCancel={onClose}
        send={async () =>
          onErased(await client.send<Erasure>("DELETE", `/subjects/${part(subject)}`))
        }
      >
        {(tried) => (
          <>
            <p>{words.eraseWhat}</p>
            <TextField
              label={words.eraseType}
              value={typed}
              onValue={setTyped}
              fault={tried ? fault : undefined}
            />
          </>
        )}
      </Form>
    </Dialog>
  );
}
