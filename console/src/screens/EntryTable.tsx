import type { AccessEntry } from "../api/administration";
import { exactMoment } from "../format/time";
import { DataTable } from "../parts/DataTable";
import { text } from "../text";

const words = text.administration;

interface Props {
  readonly caption: string;
  readonly entries: readonly (Omit<AccessEntry, "hash" | "name"> & { readonly name?: string })[];
  /** Whether it is the whole log, or what is in it about one person. */
  readonly whole?: boolean;
}

/** Entries of the access log. */
export function EntryTable({ caption, entries, whole = false }: Props) {
  return (
    <DataTable
      caption={caption}
      rows={entries}
      keyOf={(entry) => entry.number}
      columns={[
        { head: words.at, as: "line", cell: (entry) => exactMoment(entry.at) },
        { head: words.who, as: "line", cell: (entry) => entry.name ?? entry.actor },
        { head: words.as, as: "line", cell: (entry) => entry.role.replaceAll("_", " ") },
        { head: words.did, as: "line", cell: (entry) => entry.action },
        whole ? { head: words.to, as: "line", cell: (entry) => entry.subject } : null,
        { head: words.reason, as: "words", cell: (entry) => entry.reason },
        whole ? { head: words.number, as: "number", cell: (entry) => entry.number } : null,
      ]}
    />
  );
}
