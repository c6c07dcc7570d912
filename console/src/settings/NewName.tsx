import { useState } from "preact/hooks";
import { TextField } from "../parts/Field";
import { text } from "../text";
import { nameFault } from "./faults";

interface Props {
  readonly label: string;
  readonly help?: string;
  readonly taken: readonly string[];
  readonly onName: (name: string) => void;
}

/** A name for something new, and the button that makes it. */
export function NewName({ label, help, taken, onName }: Props) {
  const [name, setName] = useState("");
  const [tried, setTried] = useState(false);
  const fault = nameFault(name, taken);
  return (
    <form
      class="new-name"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(fault !== undefined);
        if (fault !== undefined) return;
        onName(name.trim());
        setName("");
      }}
    >
      <TextField
        label={label}
        help={help}
        value={name}
        onValue={setName}
        maxLength={64}
        fault={tried ? fault : undefined}
      />
      <button type="submit" class="button">
        {text.settings.add}
      </button>
    </form>
  );
}
