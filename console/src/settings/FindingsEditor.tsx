import { useState } from "preact/hooks";
import type { VerdictKind } from "../api/judgement";
import { Choice } from "../parts/Field";
import { text } from "../text";
import type { DraftFinding } from "./draft";

const words = text.settings;

interface Props {
  readonly findings: readonly DraftFinding[];
  readonly readOnly: boolean;
  readonly onFindings: (findings: readonly DraftFinding[]) => void;
}

const nameOf = (kind: string): string => words.findingNames[kind] ?? kind;

/** What each finding leads to. */
export function FindingsEditor({ findings, readOnly, onFindings }: Props) {
  const left = Object.fromEntries(
    Object.entries(words.findingNames).filter(
      ([kind]) => !findings.some((finding) => finding.kind === kind),
    ),
  );
  return (
    <fieldset class="check">
      <legend>{words.findings}</legend>
      <p class="quiet">{words.findingsHelp}</p>
      {findings.map((finding) => (
        <div key={finding.kind} class="finding">
          <Choice
            label={nameOf(finding.kind)}
            options={words.verdicts}
            value={finding.verdict}
            disabled={readOnly}
            onValue={(verdict) =>
              onFindings(findings.map((each) => (each === finding ? { ...each, verdict } : each)))
            }
          />
          {!readOnly && (
            <button
              type="button"
              class="button button-plain"
              aria-label={words.removeFinding(nameOf(finding.kind))}
              onClick={() => onFindings(findings.filter((each) => each !== finding))}
            >
              {words.remove}
            </button>
          )}
        </div>
      ))}
      {!readOnly && Object.keys(left).length > 0 && (
        <NewFinding
          kinds={left}
          onAdd={(kind, verdict) => onFindings([...findings, { kind, verdict }])}
        />
      )}
    </fieldset>
  );
}

interface NewProps {
  readonly kinds: Readonly<Record<string, string>>;
  readonly onAdd: (kind: string, verdict: VerdictKind) => void;
}

function NewFinding({ kinds, onAdd }: NewProps) {
  const first = Object.keys(kinds)[0] ?? "";
  const [kind, setKind] = useState(first);
  const chosen = kind in kinds ? kind : first;
  return (
    <div class="finding">
      <Choice label={words.addFinding} options={kinds} value={chosen} onValue={setKind} />
      <button type="button" class="button" onClick={() => onAdd(chosen, "step_up")}>
        {words.add}
      </button>
    </div>
  );
}
