import { useState } from "preact/hooks";
import { text } from "../text";

/** Copies a text, and says whether it could. */
export function CopyButton({ value }: { readonly value: string }) {
  const [said, setSaid] = useState("");
  const copy = (): void => {
    navigator.clipboard.writeText(value).then(
      () => setSaid(text.shell.copied),
      () => setSaid(text.shell.copyFailed),
    );
  };
  return (
    <>
      <button type="button" class="button" onClick={copy}>
        {text.shell.copy}
      </button>
      <span role="status" class="quiet">
        {said}
      </span>
    </>
  );
}
