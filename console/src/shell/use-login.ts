// The login: asked for when the page opens, and again whenever it may have changed.

import { useCallback, useEffect, useState } from "preact/hooks";
import type { Client } from "../api/client";
import type { Login } from "../api/login";
import { asProblem, type Problem } from "../api/problem";

export interface LoginState {
  /** Undefined until the server has answered for the first time. */
  readonly login: Login | undefined;
  readonly problem: Problem | undefined;
  readonly refresh: () => Promise<Login>;
}

export function useLogin(client: Client): LoginState {
  const [login, setLogin] = useState<Login>();
  const [problem, setProblem] = useState<Problem>();
  const refresh = useCallback(async () => {
    try {
      const answer = await client.get<Login>("/login");
      client.csrf = answer.account === null ? null : answer.csrf;
      setLogin(answer);
      setProblem(undefined);
      return answer;
    } catch (failure) {
      setProblem(asProblem(failure));
      throw failure;
    }
  }, [client]);
  useEffect(() => {
    // What failed is in `problem`; nobody waits for this promise.
    const ask = (): void => void refresh().catch(() => undefined);
    client.onSignedOut = () => {
      client.csrf = null;
      ask();
    };
    ask();
  }, [client, refresh]);
  return { login, problem, refresh };
}
