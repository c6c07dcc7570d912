import type { AccountView } from "../api/administration";
import { date } from "../format/time";
import { DataTable } from "../parts/DataTable";
import { text } from "../text";

const words = text.administration;

export interface AccountActions {
  readonly onEdit: (account: AccountView) => void;
  readonly onLink: (account: AccountView) => void;
  readonly onSwitch: (account: AccountView) => void;
}

interface Props {
  readonly accounts: readonly AccountView[];
  /** Id of the viewer's own account: nobody changes that. */
  readonly own: string | undefined;
  /** Undefined where the viewer may only read. */
  readonly actions: AccountActions | undefined;
}

/** The accounts, by name. */
export function AccountTable({ accounts, own, actions }: Props) {
  return (
    <DataTable
      caption={words.accountsCaption}
      rows={accounts}
      keyOf={(account) => account.id}
      gone={(account) => account.disabled}
      columns={[
        {
          head: words.name,
          cell: ({ id, name }) => (
            <>
              {name} {id === own && <span class="quiet">({words.you})</span>}
            </>
          ),
        },
        {
          head: words.roles,
          cell: ({ roles, subject, single_sign_on }) => (
            <>
              {roles.map((role) => text.shell.roles[role]).join(", ") || text.shell.none}
              {subject !== null && <span class="quiet"> {subject}</span>}
              {single_sign_on && <span class="quiet"> {words.provider}</span>}
            </>
          ),
        },
        { head: words.created, as: "line", cell: ({ created_at }) => date(created_at) },
        {
          head: words.status,
          cell: ({ disabled }) => (disabled ? words.disabled : words.active),
        },
        actions
          ? {
              head: words.actions,
              cell: (account) =>
                account.id === own ? (
                  <span class="quiet">{words.notYourself}</span>
                ) : (
                  <Buttons account={account} actions={actions} />
                ),
            }
          : null,
      ]}
    />
  );
}

interface ButtonsProps {
  readonly account: AccountView;
  readonly actions: AccountActions;
}

function Buttons({ account, actions }: ButtonsProps) {
  const { onEdit, onLink, onSwitch } = actions;
  const { name, disabled, single_sign_on } = account;
  const button = (words: string, act: (account: AccountView) => void) => (
    <button type="button" class="button button-small" onClick={() => act(account)}>
      {words}
      <span class="unseen"> {name}</span>
    </button>
  );
  return (
    <div class="buttons">
      {!single_sign_on && button(words.edit, onEdit)}
      {!single_sign_on && !disabled && button(words.newLink, onLink)}
      {button(disabled ? words.enable : words.disable, onSwitch)}
    </div>
  );
}
