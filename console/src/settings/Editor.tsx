import { useMemo, useRef, useState } from "preact/hooks";
import type { SettingsView } from "../api/settings";
import { asProblem, type Problem } from "../api/problem";
import { moment } from "../format/time";
import { TextField } from "../parts/Field";
import { focusFault } from "../parts/Form";
import { Done, ProblemNotice } from "../parts/Notice";
import { mayAdminister } from "../route/access";
import { text } from "../text";
import { useViewer } from "../viewer";
import { Conflict } from "./Conflict";
import { differences } from "./differences";
import { changeOf, type Draft, draftOf, type DraftPolicy, newPolicy } from "./draft";
import { faultsOf, placeOf } from "./faults";
import { NewName } from "./NewName";
import { PolicyEditor } from "./PolicyEditor";

const words = text.settings;

interface Props {
  /** What holds now. */
  readonly inForce: SettingsView;
  readonly onInForce: (settings: SettingsView) => void;
}

/** The settings as fields; what is changed is sent as a whole, on top of the version it was made from. */
export function Editor({ inForce, onInForce }: Props) {
  const { client, login } = useViewer();
  const [draft, setDraft] = useState(() => draftOf(inForce));
  const [theirs, setTheirs] = useState<SettingsView>();
  const [problem, setProblem] = useState<Problem>();
  const [saved, setSaved] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const readOnly = !mayAdminister(login.roles);
  const faults = useMemo(() => faultsOf(draft), [draft]);
  const changed = useMemo(() => differences(draftOf(inForce), draft), [inForce, draft]);

  const take = (settings: SettingsView): void => {
    onInForce(settings);
    setDraft(draftOf(settings));
    setTheirs(undefined);
    setProblem(undefined);
  };
  const edit = (edited: Draft): void => {
    setDraft(edited);
    setSaved(false);
  };
  const save = async (version: number): Promise<void> => {
    if (faults.size > 0) {
      focusFault(box.current);
      return;
    }
    try {
      take(await client.send<SettingsView>("PUT", "/settings", changeOf(draft, version)));
      setSaved(true);
    } catch (failure) {
      const what = asProblem(failure);
      if (what.kind === "version_conflict") {
        setTheirs(await client.get<SettingsView>("/settings"));
      } else {
        setProblem(what);
      }
    }
  };
  const guarded = (version: number): void =>
    void save(version).catch((failure: unknown) => setProblem(asProblem(failure)));

  return (
    <div ref={box} class="flow">
      <p class="quiet">
        {readOnly && words.readOnly} {versionLine(inForce, `account:${login.account?.id ?? ""}`)}
      </p>
      {theirs && (
        <Conflict
          theirs={draftOf(theirs)}
          mine={draft}
          onTakeTheirs={() => take(theirs)}
          onKeepMine={() => guarded(theirs.version)}
        />
      )}
      <Budget
        draft={draft}
        fault={faults.get(placeOf("budget"))}
        readOnly={readOnly}
        onDraft={edit}
      />
      <section aria-labelledby="policies" class="flow">
        <h2 id="policies">{words.policies}</h2>
        {draft.policies.map((policy, place) => (
          <PolicyEditor
            key={policy.group}
            policy={policy}
            faults={faults}
            readOnly={readOnly}
            onPolicy={(edited) => edit({ ...draft, policies: draft.policies.with(place, edited) })}
            onRemove={() =>
              edit({ ...draft, policies: draft.policies.filter((each) => each !== policy) })
            }
          />
        ))}
        {!readOnly && <NewGroup draft={draft} onDraft={edit} />}
      </section>
      {problem && <ProblemNotice problem={problem} />}
      {saved && <Done>{words.saved}</Done>}
      {!readOnly && changed.length > 0 && (
        <div class="save-bar">
          <p>
            {faults.size > 0 ? (
              <span class="field-fault">{words.faults(faults.size)}</span>
            ) : (
              words.unsaved
            )}
          </p>
          <div class="buttons">
            <button
              type="button"
              class="button button-first"
              onClick={() => guarded(inForce.version)}
            >
              {words.save}
            </button>
            <button type="button" class="button" onClick={() => edit(draftOf(inForce))}>
              {words.discard}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}

function versionLine(
  { version, changed_by, changed_by_name, at }: SettingsView,
  own: string,
): string {
  if (changed_by === null || at === null) return words.version(version);
  const who = changed_by === own ? text.administration.you : (changed_by_name ?? changed_by);
  return `${words.version(version)}, ${words.changedBy(who, moment(at))}.`;
}

interface BudgetProps {
  readonly draft: Draft;
  readonly fault: string | undefined;
  readonly readOnly: boolean;
  readonly onDraft: (draft: Draft) => void;
}

function Budget({ draft, fault, readOnly, onDraft }: BudgetProps) {
  return (
    <section class="card" aria-labelledby="budget">
      <h2 id="budget">{words.budget}</h2>
      <TextField
        label={words.perMonth}
        help={words.perMonthHelp}
        inputMode="decimal"
        value={draft.budget}
        fault={fault}
        readOnly={readOnly}
        onValue={(budget) => onDraft({ ...draft, budget })}
      />
    </section>
  );
}

interface NewGroupProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
}

function NewGroup({ draft, onDraft }: NewGroupProps) {
  const like: DraftPolicy | undefined = draft.policies[0];
  if (!like) return null;
  return (
    <div class="card">
      <NewName
        label={`${words.addGroup}: ${words.groupName}`}
        taken={draft.policies.map((policy) => policy.group)}
        onName={(name) =>
          onDraft({ ...draft, policies: [...draft.policies, newPolicy(name, like)] })
        }
      />
    </div>
  );
}
