import { useState } from "preact/hooks";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Done } from "../parts/Notice";
import { Screen } from "../parts/Screen";
import { text } from "../text";
import { useViewer } from "../viewer";
import { NewPassword, NO_PASSWORD, pairFaults } from "./NewPassword";

const words = text.people;

/** The own password changed. */
export function Password() {
  const { client, refresh } = useViewer();
  const [old, setOld] = useState("");
  const [pair, setPair] = useState(NO_PASSWORD);
  const [done, setDone] = useState(false);
  const send = async (): Promise<void> => {
    setDone(false);
    await client.send("POST", "/password", { password: old, new_password: pair.password });
    // The answer is a new log-in with a new token.
    await refresh();
    setOld("");
    setPair(NO_PASSWORD);
    setDone(true);
  };
  return (
    <Screen title={words.changePassword} lead={words.changePasswordWhat}>
      {done && <Done>{words.passwordChanged}</Done>}
      <Form verb={words.changePassword} faults={Object.values(pairFaults(pair))} send={send}>
        {(tried) => (
          <>
            <TextField
              label={words.oldPassword}
              secret
              value={old}
              onValue={setOld}
              autocomplete="current-password"
            />
            <NewPassword label={words.newPassword} pair={pair} onPair={setPair} tried={tried} />
          </>
        )}
      </Form>
    </Screen>
  );
}
