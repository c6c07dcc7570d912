import { TextField } from "../parts/Field";
import { text } from "../text";
import { LEAST_PASSWORD } from "./password-rules";

const words = text.people;

/** A new password, typed twice. */
export interface Pair {
  readonly password: string;
  readonly again: string;
}

export const NO_PASSWORD: Pair = { password: "", again: "" };

/** What is wrong with it, as far as the console can tell. */
export function pairFaults({ password, again }: Pair): {
  readonly [field in keyof Pair]: string | undefined;
} {
  return {
    password: password.length < LEAST_PASSWORD ? words.passwordShort(LEAST_PASSWORD) : undefined,
    again: again === password ? undefined : words.passwordsDiffer,
  };
}

interface Props {
  readonly label: string;
  readonly pair: Pair;
  readonly onPair: (pair: Pair) => void;
  /** Whether faults are shown: not before somebody has tried. */
  readonly tried: boolean;
}

/** The two fields of a new password. */
export function NewPassword({ label, pair, onPair, tried }: Props) {
  const faults = pairFaults(pair);
  return (
    <>
      <TextField
        label={label}
        secret
        value={pair.password}
        onValue={(password) => onPair({ ...pair, password })}
        autocomplete="new-password"
        help={words.passwordRules(LEAST_PASSWORD)}
        fault={tried ? faults.password : undefined}
      />
      <TextField
        label={words.passwordAgain}
        secret
        value={pair.again}
        onValue={(again) => onPair({ ...pair, again })}
        autocomplete="new-password"
        fault={tried ? faults.again : undefined}
      />
    </>
  );
}
