import { DataTable } from "../parts/DataTable";
import { text } from "../text";
import { differences } from "./differences";
import type { Draft } from "./draft";

const words = text.settings;

interface Props {
  readonly theirs: Draft;
  readonly mine: Draft;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
}

/** Two changed the same settings: what differs, side by side, and which shall hold. */
export function Conflict({ theirs, mine, onKeepMine, onTakeTheirs }: Props) {
  const found = differences(theirs, mine);
  const said = (value: string | undefined): string =>
    value === undefined ? words.absent : value === "" ? text.shell.none : value;
  return (
    <div class="notice notice-problem" role="alert">
      <p class="notice-title">{words.conflict}</p>
      <p>{words.conflictWhat(found.length)}</p>
      {found.length > 0 && (
        <DataTable
          caption={words.conflict}
          rows={found}
          keyOf={({ field }) => field}
          columns={[
            { head: words.value, cell: ({ field }) => field },
            { head: words.theirs, cell: ({ one }) => said(one) },
            { head: words.yours, cell: ({ other }) => said(other) },
          ]}
        />
      )}
      <div class="buttons">
        <button type="button" class="button" onClick={onTakeTheirs}>
          {words.takeTheirs}
        </button>
        {found.length > 0 && (
          <button type="button" class="button" onClick={onKeepMine}>
            {words.keepMine}
          </button>
        )}
      </div>
    </div>
  );
}
