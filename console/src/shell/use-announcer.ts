import { useCallback, useState } from "preact/hooks";

/** A voice for screen readers, and the function that makes it speak. */
export function useAnnouncer(): [sentence: string, announce: (sentence: string) => void] {
  const [said, setSaid] = useState({ sentence: "", turn: 0 });
  const announce = useCallback(
    (sentence: string) => setSaid((before) => ({ sentence, turn: before.turn + 1 })),
    [],
  );
  // The same sentence twice is heard twice only if the text changes: a space at its end does it.
  return [said.sentence + (said.turn % 2 === 0 ? "" : "\u00a0"), announce];
}
