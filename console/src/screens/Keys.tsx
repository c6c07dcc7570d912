import { useState } from "preact/hooks";
import type { Keys as KeyList, KeyView, NewKey } from "../api/administration";
import { part } from "../api/client";
import { Dialog } from "../parts/Dialog";
import { Form } from "../parts/Form";
import { Loading } from "../parts/Loading";
import { Empty } from "../parts/Notice";
import { Screen } from "../parts/Screen";
import { useLoaded } from "../parts/use-loaded";
import { mayAdminister } from "../route/access";
import { text } from "../text";
import { useViewer } from "../viewer";
import { KeyForm } from "./KeyForm";
import { KeyTable } from "./KeyTable";
import { Secret } from "./Secret";

const words = text.administration;

/** What is going on beside the list. */
type Doing =
  | { readonly what: "nothing" | "making" }
  | { readonly what: "made"; readonly made: NewKey }
  | { readonly what: "revoking"; readonly old: KeyView };

/** API keys: made, shown once, revoked. */
export function Keys() {
  const { client, login } = useViewer();
  const loaded = useLoaded<KeyList>("/keys");
  const [doing, setDoing] = useState<Doing>({ what: "nothing" });
  const change = mayAdminister(login.roles);
  const done = (next: Doing = { what: "nothing" }): void => {
    setDoing(next);
    loaded.reload();
  };
  const close = (): void => setDoing({ what: "nothing" });
  return (
    <Screen
      title={text.shell.screens.keys}
      lead={words.keysWhat}
      wide
      actions={
        change && (
          <button
            type="button"
            class="button button-first"
            onClick={() => setDoing({ what: "making" })}
          >
            {words.newKey}
          </button>
        )
      }
    >
      {!change && <p class="quiet">{words.readOnly}</p>}
      <Loading of={loaded} screen="keys">
        {({ keys }) =>
          keys.length === 0 ? (
            <Empty title={words.noKeys} why={words.noKeysWhy} />
          ) : (
            <KeyTable
              keys={keys}
              onRevoke={change ? (old) => setDoing({ what: "revoking", old }) : undefined}
            />
          )
        }
      </Loading>
      {doing.what === "making" && (
        <KeyForm onClose={close} onMade={(made) => done({ what: "made", made })} />
      )}
      {doing.what === "made" && (
        <Secret
          title={words.keyMade}
          what={words.keyMadeWhat}
          label={words.secret}
          value={doing.made.secret}
          onClose={close}
        />
      )}
      {doing.what === "revoking" && (
        <Dialog title={words.revokeTitle(doing.old.name)} read onClose={close}>
          <Form
            verb={words.revoke}
            danger
            onCancel={close}
            send={async () => {
              await client.send("DELETE", `/keys/${part(doing.old.id)}`);
              done();
            }}
          >
            {() => <p>{words.revokeWhat}</p>}
          </Form>
        </Dialog>
      )}
    </Screen>
  );
}
