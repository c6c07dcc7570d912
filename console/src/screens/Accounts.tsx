import { useState } from "preact/hooks";
import type { AccountView, AccountWithLink, Accounts as AccountList } from "../api/administration";
import { part } from "../api/client";
import { asProblem, type Problem } from "../api/problem";
import { Loading } from "../parts/Loading";
import { Done, ProblemNotice } from "../parts/Notice";
import { Screen } from "../parts/Screen";
import { useLoaded } from "../parts/use-loaded";
import { mayAdminister } from "../route/access";
import { text } from "../text";
import { useViewer } from "../viewer";
import { AccountForm } from "./AccountForm";
import { AccountTable } from "./AccountTable";
import { Secret } from "./Secret";

const words = text.administration;

/** What is being edited: nothing, a new account, or one that there is. */
type Editing = "nothing" | "new" | AccountView;

/** Accounts: who may use the console, and as what. */
export function Accounts() {
  const { client, login } = useViewer();
  const loaded = useLoaded<AccountList>("/accounts");
  const [editing, setEditing] = useState<Editing>("nothing");
  const [saved, setSaved] = useState<AccountWithLink>();
  const [shown, setShown] = useState<AccountWithLink>();
  const [problem, setProblem] = useState<Problem>();
  const change = mayAdminister(login.roles);

  const took = (account: AccountWithLink): void => {
    setEditing("nothing");
    setProblem(undefined);
    setSaved(account);
    if (account.link !== null) setShown(account);
    loaded.reload();
  };
  const patch = (account: AccountView, wanted: object): void =>
    void client
      .send<AccountWithLink>("PATCH", `/accounts/${part(account.id)}`, wanted)
      .then(took, (failure: unknown) => setProblem(asProblem(failure)));

  return (
    <Screen
      title={text.shell.screens.accounts}
      lead={words.accountsWhat}
      wide
      actions={
        change && (
          <button type="button" class="button button-first" onClick={() => setEditing("new")}>
            {words.newAccount}
          </button>
        )
      }
    >
      {!change && <p class="quiet">{words.readOnly}</p>}
      {problem && <ProblemNotice problem={problem} />}
      {saved && <Done>{words.accountChanged(saved.name)}</Done>}
      <Loading of={loaded} screen="accounts">
        {({ accounts }) => (
          <AccountTable
            accounts={accounts}
            own={login.account?.id}
            actions={
              change
                ? {
                    onEdit: setEditing,
                    onLink: (account) => patch(account, { new_link: true }),
                    onSwitch: (account) => patch(account, { disabled: !account.disabled }),
                  }
                : undefined
            }
          />
        )}
      </Loading>
      {editing !== "nothing" && (
        <AccountForm
          account={editing === "new" ? undefined : editing}
          onClose={() => setEditing("nothing")}
          onSaved={took}
        />
      )}
      {shown?.link && (
        <Secret
          title={words.linkFor(shown.name)}
          what={words.linkWhat}
          label={words.link}
          value={shown.link}
          onClose={() => setShown(undefined)}
        />
      )}
    </Screen>
  );
}
