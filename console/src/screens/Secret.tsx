import { CopyButton } from "../parts/CopyButton";
import { Dialog } from "../parts/Dialog";
import { Field } from "../parts/Field";
import { text } from "../text";

interface Props {
  readonly title: string;
  readonly what: string;
  readonly label: string;
  readonly value: string;
  readonly onClose: () => void;
}

/** Something that is shown once. It is in the page while this is, and nowhere after. */
export function Secret({ title, what, label, value, onClose }: Props) {
  return (
    <Dialog title={title} read onClose={onClose}>
      <p>{what}</p>
      <Field label={label}>
        {(tied) => (
          <input
            {...tied}
            class="code"
            readOnly
            value={value}
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
      </Field>
      <div class="buttons">
        <CopyButton value={value} />
        <button type="button" class="button button-first" onClick={onClose}>
          {text.administration.gotIt}
        </button>
      </div>
    </Dialog>
  );
}
