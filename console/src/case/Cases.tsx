import { useState } from "preact/hooks";
import type { Case, Cases as CaseList, CaseStatus } from "../api/cases";
import { DataTable } from "../parts/DataTable";
import { Loading } from "../parts/Loading";
import { Empty } from "../parts/Notice";
import { Screen } from "../parts/Screen";
import { Switch } from "../parts/Switch";
import { usePages } from "../parts/use-pages";
import { When } from "../parts/When";
import { maySee } from "../route/access";
import { address } from "../route/route";
import { text } from "../text";
import { useViewer } from "../viewer";
import { StatusMark } from "./StatusMark";

const words = text.cases;

/** Cases asked for at once. */
const PAGE = 50;

type Shown = CaseStatus | "all";

/** The list of cases, the newest first, the open ones at first. */
export function Cases() {
  const [status, setStatus] = useState<Shown>("open");
  return (
    <Screen title={words.title} lead={words.what} wide>
      <Switch
        label={words.filter}
        options={{ ...words.statuses, all: words.all }}
        value={status}
        onValue={setStatus}
      />
      <List key={status} status={status} />
    </Screen>
  );
}

function List({ status }: { readonly status: Shown }) {
  const { login } = useViewer();
  const pages = usePages<Case>(
    status === "all" ? "/cases" : `/cases?status=${status}`,
    PAGE,
    "cases" satisfies keyof CaseList,
    (last) => last.id,
  );
  return (
    <>
      <Loading of={{ ...pages, value: pages.rows }} screen="cases">
        {(cases) =>
          cases.length === 0 ? (
            <Empty
              title={status === "all" ? words.noneAtAll : words.noneOf(words.statuses[status])}
              why={words.noneWhy}
            />
          ) : (
            <CaseTable cases={cases} linked={maySee(login.roles, "case")} />
          )
        }
      </Loading>
      {pages.readMore && (
        <p>
          <button type="button" class="button" onClick={pages.readMore}>
            {words.more}
          </button>
        </p>
      )}
    </>
  );
}

interface TableProps {
  readonly cases: readonly Case[];
  /** Whether the viewer may open a case: auditors see the list only. */
  readonly linked: boolean;
}

function CaseTable({ cases, linked }: TableProps) {
  return (
    <DataTable
      caption={words.caption}
      rows={cases}
      keyOf={({ id }) => id}
      columns={[
        {
          head: words.columns.subject,
          cell: ({ id, subject }) =>
            linked ? <a href={address({ screen: "case", id })}>{subject}</a> : subject,
        },
        { head: words.columns.status, cell: ({ status }) => <StatusMark status={status} /> },
        {
          head: words.columns.opened,
          as: "line",
          cell: ({ opened_at }) => <When at={opened_at} />,
        },
        { head: words.columns.sentence, as: "words", cell: ({ sentence }) => sentence },
      ]}
    />
  );
}
