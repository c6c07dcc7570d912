import { useState } from "preact/hooks";
import { Problem } from "../api/problem";
import { TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Icon } from "../parts/Icon";
import { ProblemNotice } from "../parts/Notice";
import { Screen } from "../parts/Screen";
import { parse } from "../route/route";
import { text } from "../text";
import { useViewer } from "../viewer";
import { remember } from "./return-address";

const words = text.people;

/** What went wrong at the identity provider, which sends the browser back with a word. */
function broughtBack(): Problem | undefined {
  const kind = new URLSearchParams(location.search).get("problem");
  return kind === null ? undefined : new Problem(0, kind, "", "", "", "", "");
}

/** Log-in, by password or by the organisation's own. Afterwards one is where one wanted to be. */
export function LogIn({ then }: { readonly then: string }) {
  const { login, client, refresh } = useViewer();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState(broughtBack);
  if (login.setup_needed) {
    return (
      <Screen title={words.setUpFirst}>
        <p>{words.setUpFirstHow}</p>
      </Screen>
    );
  }
  const send = async (): Promise<void> => {
    setProblem(undefined);
    await client.send("POST", "/login", { name, password });
    await refresh();
  };
  return (
    <Screen title={words.logInTo} back={<Icon name="trace" size={36} />}>
      {parse(then) && <p class="quiet">{words.loggedOut}</p>}
      {problem && <ProblemNotice problem={problem} />}
      <Form verb={words.logIn} send={send}>
        {() => (
          <>
            <TextField label={words.name} value={name} onValue={setName} autocomplete="username" />
            <TextField
              label={words.password}
              secret
              value={password}
              onValue={setPassword}
              autocomplete="current-password"
            />
          </>
        )}
      </Form>
      {login.oidc && (
        <>
          <p class="or">{words.or}</p>
          <a class="button" href="/v1/login/oidc" onClick={() => remember(then)}>
            <Icon name="external" size={14} />
            {words.logInWith(login.oidc.name)}
          </a>
        </>
      )}
    </Screen>
  );
}
