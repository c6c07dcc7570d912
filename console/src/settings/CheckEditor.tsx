import { Choice, TextField } from "../parts/Field";
import { text } from "../text";
import { type DraftCheck, SESSION_CHECK } from "./draft";
import { type Faults, placeOf } from "./faults";

const words = text.settings;

interface Props {
  readonly group: string;
  readonly check: DraftCheck;
  readonly faults: Faults;
  readonly readOnly: boolean;
  readonly onCheck: (check: DraftCheck) => void;
  readonly onRemove: () => void;
}

/** How much doubt one action bears. */
export function CheckEditor({ group, check, faults, readOnly, onCheck, onRemove }: Props) {
  const fault = (field: string): string | undefined =>
    faults.get(placeOf(group, check.name, field));
  return (
    <fieldset class="check">
      <legend>{words.checkOf(check.name)}</legend>
      {check.name === SESSION_CHECK && <p class="quiet">{words.sessionCheck}</p>}
      <div class="fields">
        <TextField
          label={words.stepUpAt}
          help={words.stepUpAtHelp}
          unit={words.units.percent}
          inputMode="decimal"
          value={check.stepUpAt}
          fault={fault("stepUpAt")}
          readOnly={readOnly}
          onValue={(stepUpAt) => onCheck({ ...check, stepUpAt })}
        />
        <TextField
          label={words.lockAt}
          help={words.lockAtHelp}
          unit={words.units.percent}
          inputMode="decimal"
          value={check.lockAt}
          fault={fault("lockAt")}
          readOnly={readOnly}
          onValue={(lockAt) => onCheck({ ...check, lockAt })}
        />
        <Choice
          label={words.withoutData}
          help={words.withoutDataHelp}
          options={words.verdicts}
          value={check.withoutData}
          disabled={readOnly}
          onValue={(withoutData) => onCheck({ ...check, withoutData })}
        />
        <TextField
          label={words.judgedWithin}
          help={words.judgedWithinHelp}
          unit={words.units.seconds}
          inputMode="decimal"
          value={check.judgedWithin}
          fault={fault("judgedWithin")}
          readOnly={readOnly}
          onValue={(judgedWithin) => onCheck({ ...check, judgedWithin })}
        />
      </div>
      {!readOnly && check.name !== SESSION_CHECK && (
        <button type="button" class="button button-plain" onClick={onRemove}>
          {words.removeCheck(check.name)}
        </button>
      )}
    </fieldset>
  );
}
