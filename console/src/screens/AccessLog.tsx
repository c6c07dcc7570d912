import type { AccessEntry, Entries } from "../api/administration";
import { zone } from "../format/time";
import { Loading } from "../parts/Loading";
import { Empty } from "../parts/Notice";
import { Screen } from "../parts/Screen";
import { usePages } from "../parts/use-pages";
import { text } from "../text";
import { EntryTable } from "./EntryTable";

const words = text.administration;

/** Entries asked for at once. */
const PAGE = 100;

/** Who looked at whom, and who changed what. */
export function AccessLog() {
  const pages = usePages<AccessEntry>(
    "/access-log",
    PAGE,
    "entries" satisfies keyof Entries,
    (entry) => entry.number,
  );
  return (
    <Screen title={text.shell.screens["access-log"]} lead={words.accessWhat} wide>
      <p class="quiet">
        {words.chain} {text.shell.times(zone())}
      </p>
      <Loading of={{ ...pages, value: pages.rows }} screen="access-log">
        {(entries) =>
          entries.length === 0 ? (
            <Empty title={words.noEntries} />
          ) : (
            <EntryTable caption={words.accessCaption} entries={entries} whole />
          )
        }
      </Loading>
      {pages.readMore && (
        <p>
          <button type="button" class="button" onClick={pages.readMore}>
            {words.older}
          </button>
        </p>
      )}
    </Screen>
  );
}
