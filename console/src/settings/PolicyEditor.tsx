import { TextField } from "../parts/Field";
import { text } from "../text";
import { CheckEditor } from "./CheckEditor";
import { DEFAULT_GROUP, type DraftPolicy, newCheck } from "./draft";
import { type Faults, placeOf } from "./faults";
import { FindingsEditor } from "./FindingsEditor";
import { NewName } from "./NewName";

const words = text.settings;

interface Props {
  readonly policy: DraftPolicy;
  readonly faults: Faults;
  readonly readOnly: boolean;
  readonly onPolicy: (policy: DraftPolicy) => void;
  readonly onRemove: () => void;
}

/** The policy of one group: its checks, where doubt begins, and what findings lead to. */
export function PolicyEditor({ policy, faults, readOnly, onPolicy, onRemove }: Props) {
  const { group, checks } = policy;
  return (
    <details class="card policy" open={group === DEFAULT_GROUP}>
      <summary>
        <h3>{words.policyOf(group)}</h3>
      </summary>
      {group === DEFAULT_GROUP && <p class="quiet">{words.defaultGroup}</p>}
      {checks.map((check, place) => (
        <CheckEditor
          key={check.name}
          group={group}
          check={check}
          faults={faults}
          readOnly={readOnly}
          onCheck={(changed) => onPolicy({ ...policy, checks: checks.with(place, changed) })}
          onRemove={() => onPolicy({ ...policy, checks: checks.filter((each) => each !== check) })}
        />
      ))}
      {!readOnly && (
        <NewName
          label={`${words.addCheck}: ${words.checkName}`}
          help={words.checkNameHelp}
          taken={checks.map((check) => check.name)}
          onName={(name) => onPolicy({ ...policy, checks: [...checks, newCheck(name)] })}
        />
      )}
      <Marks policy={policy} faults={faults} readOnly={readOnly} onPolicy={onPolicy} />
      <FindingsEditor
        findings={policy.findings}
        readOnly={readOnly}
        onFindings={(findings) => onPolicy({ ...policy, findings })}
      />
      {!readOnly && group !== DEFAULT_GROUP && (
        <button type="button" class="button button-danger" onClick={onRemove}>
          {words.removeGroup(group)}
        </button>
      )}
    </details>
  );
}

function Marks({ policy, faults, readOnly, onPolicy }: Omit<Props, "onRemove">) {
  const fault = (field: string): string | undefined => faults.get(placeOf(policy.group, field));
  return (
    <fieldset class="check">
      <legend>{words.marks}</legend>
      <div class="fields">
        <TextField
          label={words.unsureFrom}
          help={words.unsureFromHelp}
          unit={words.units.percent}
          inputMode="decimal"
          value={policy.unsureFrom}
          fault={fault("unsureFrom")}
          readOnly={readOnly}
          onValue={(unsureFrom) => onPolicy({ ...policy, unsureFrom })}
        />
        <TextField
          label={words.verifiedBelow}
          help={words.verifiedBelowHelp}
          unit={words.units.percent}
          inputMode="decimal"
          value={policy.verifiedBelow}
          fault={fault("verifiedBelow")}
          readOnly={readOnly}
          onValue={(verifiedBelow) => onPolicy({ ...policy, verifiedBelow })}
        />
        <TextField
          label={words.stepUpLasts}
          help={words.stepUpLastsHelp}
          unit={words.units.minutes}
          inputMode="decimal"
          value={policy.stepUpLasts}
          fault={fault("stepUpLasts")}
          readOnly={readOnly}
          onValue={(stepUpLasts) => onPolicy({ ...policy, stepUpLasts })}
        />
      </div>
    </fieldset>
  );
}
