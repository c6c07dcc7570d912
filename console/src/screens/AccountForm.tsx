import { useState } from "preact/hooks";
import type { AccountView, AccountWithLink } from "../api/administration";
import { part } from "../api/client";
import type { Role } from "../api/login";
import { Dialog } from "../parts/Dialog";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Ticks } from "../parts/Ticks";
import { text } from "../text";
import { useViewer } from "../viewer";

const words = text.administration;

const NEW: Pick<AccountView, "name" | "roles" | "subject"> = { name: "", roles: [], subject: null };

interface Props {
  /** The account to be changed; undefined makes a new one. */
  readonly account: AccountView | undefined;
  readonly onClose: () => void;
  readonly onSaved: (account: AccountWithLink) => void;
}

/** A new account, or the roles of one that there is. */
export function AccountForm({ account, onClose, onSaved }: Props) {
  const { client } = useViewer();
  const start = account ?? NEW;
  const [name, setName] = useState(start.name);
  const [roles, setRoles] = useState<readonly Role[]>(start.roles);
  const [subject, setSubject] = useState(start.subject ?? "");
  const own = roles.includes("self");
  const faults = faultsOf(name, roles, subject);
  const send = async (): Promise<void> => {
    const rights = { roles, subject: own ? subject.trim() : null };
    const saving = account
      ? client.send<AccountWithLink>("PATCH", `/accounts/${part(account.id)}`, rights)
      : client.send<AccountWithLink>("POST", "/accounts", { name: name.trim(), ...rights });
    onSaved(await saving);
  };
  return (
    <Dialog title={account ? words.editTitle(account.name) : words.newAccount} onClose={onClose}>
      <Form
        verb={account ? words.save : words.createAccount}
        faults={Object.values(faults)}
        onCancel={onClose}
        send={send}
      >
        {(tried) => (
          <>
            {!account && (
              <TextField
                label={words.name}
                help={words.nameHelp}
                value={name}
                onValue={setName}
                maxLength={128}
                fault={tried ? faults.name : undefined}
              />
            )}
            <Ticks
              legend={words.roles}
              help={words.rolesHelp}
              fault={tried ? faults.roles : undefined}
              options={text.shell.roles}
              meanings={words.roleMeanings}
              chosen={roles}
              onChosen={setRoles}
            />
            {own && (
              <TextField
                label={words.subject}
                help={words.subjectHelp}
                value={subject}
                onValue={setSubject}
                maxLength={128}
                fault={tried ? faults.subject : undefined}
              />
            )}
          </>
        )}
      </Form>
    </Dialog>
  );
}

interface AccountFaults {
  readonly name: string | undefined;
  readonly roles: string | undefined;
  readonly subject: string | undefined;
}

function faultsOf(name: string, roles: readonly Role[], subject: string): AccountFaults {
  return {
    name: name.trim() === "" ? words.nameMissing : undefined,
    roles: roles.length === 0 ? words.noRole : undefined,
    subject: roles.includes("self") && subject.trim() === "" ? words.subjectMissing : undefined,
  };
}
