import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { asProblem, type Problem } from "../api/problem";
import { text } from "../text";
import { ProblemNotice } from "./Notice";

interface Props {
  /** What the button says that sends it. */
  readonly verb: string;
  /** Whether the button stands for something that cannot be taken back. */
  readonly danger?: boolean;
  /** What is wrong with each field; undefined where nothing is. */
  readonly faults?: readonly (string | undefined)[];
  readonly send: () => Promise<void>;
  /** Where there is something to go back to. */
  readonly onCancel?: () => void;
  /** The fields, told whether somebody has tried to send them: faults are not shown before. */
  readonly children: (tried: boolean) => ComponentChildren;
}

/** Fields with a button. Nothing is sent while a field is wrong: the first that is gets the focus. */
export function Form({ verb, danger = false, faults = [], send, onCancel, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const submit = async (): Promise<void> => {
    setTried(true);
    setProblem(undefined);
    if (faults.some((fault) => fault !== undefined)) {
      focusFault(form.current);
      return;
    }
    setBusy(true);
    try {
      await send();
      setTried(false);
    } catch (failure) {
      setProblem(asProblem(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      ref={form}
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {children(tried)}
      {problem && <ProblemNotice problem={problem} />}
      <div class="buttons">
        <button
          type="submit"
          class={danger ? "button button-danger" : "button button-first"}
          disabled={busy}
        >
          {verb}
        </button>
        {onCancel && (
          <button type="button" class="button" onClick={onCancel}>
            {text.shell.cancel}
          </button>
        )}
      </div>
    </form>
  );
}

/** Waits for the faults to be shown, then goes to the first. */
export function focusFault(form: HTMLElement | null): void {
  requestAnimationFrame(() => {
    form?.querySelector<HTMLElement>("[aria-invalid='true'], .field-fault ~ * input")?.focus();
  });
}
