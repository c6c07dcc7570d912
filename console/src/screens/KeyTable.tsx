import type { KeyView } from "../api/administration";
import { date, moment } from "../format/time";
import { DataTable } from "../parts/DataTable";
import { text } from "../text";

const words = text.administration;

interface Props {
  readonly keys: readonly KeyView[];
  /** Undefined where the viewer may only read. */
  readonly onRevoke: ((key: KeyView) => void) | undefined;
}

/** The API keys, never their secrets. */
export function KeyTable({ keys, onRevoke }: Props) {
  return (
    <DataTable
      caption={words.keysCaption}
      rows={keys}
      keyOf={(key) => key.id}
      gone={(key) => key.revoked_at !== null}
      columns={[
        {
          head: words.name,
          cell: (key) => (
            <>
              {key.name} <span class="code quiet">{key.id}</span>
            </>
          ),
        },
        { head: words.scopes, cell: (key) => key.scopes.join(", ") },
        { head: words.created, as: "line", cell: (key) => date(key.created_at) },
        {
          head: words.lastUsed,
          as: "line",
          cell: (key) => (key.last_used_at === null ? text.shell.never : moment(key.last_used_at)),
        },
        {
          head: words.status,
          cell: (key) => (key.revoked_at === null ? words.active : words.revoked),
        },
        onRevoke
          ? {
              head: words.actions,
              cell: (key) =>
                key.revoked_at === null && (
                  <button type="button" class="button button-small" onClick={() => onRevoke(key)}>
                    {words.revoke}
                    <span class="unseen"> {key.name}</span>
                  </button>
                ),
            }
          : null,
      ]}
    />
  );
}
