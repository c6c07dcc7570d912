import { useState } from "preact/hooks";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Screen } from "../parts/Screen";
import { replaceBy } from "../route/use-route";
import { text } from "../text";
import { useViewer } from "../viewer";
import { NewPassword, NO_PASSWORD, pairFaults } from "./NewPassword";

const words = text.people;

/** A one-time link used up: for the first account, or for the password of one that there is. */
export function SetUp({ token }: { readonly token: string }) {
  const { client, login, refresh } = useViewer();
  const [name, setName] = useState("");
  const [pair, setPair] = useState(NO_PASSWORD);
  const nameFault = name.trim() === "" ? words.nameMissing : undefined;
  const first = login.setup_needed;
  const send = async (): Promise<void> => {
    await client.send("POST", "/setup", { token, name: name.trim(), password: pair.password });
    // The link has done its work: it must not stay in the history.
    replaceBy("#/");
    await refresh();
  };
  return (
    <Screen
      title={first ? words.setUp : words.welcome}
      lead={first ? words.setUpWhat : words.welcomeWhat}
    >
      <Form
        verb={first ? words.create : words.choose}
        faults={[nameFault, ...Object.values(pairFaults(pair))]}
        send={send}
      >
        {(tried) => (
          <>
            <TextField
              label={words.name}
              help={first ? undefined : words.nameGiven}
              value={name}
              onValue={setName}
              autocomplete="username"
              fault={tried ? nameFault : undefined}
            />
            <NewPassword label={words.password} pair={pair} onPair={setPair} tried={tried} />
          </>
        )}
      </Form>
    </Screen>
  );
}
