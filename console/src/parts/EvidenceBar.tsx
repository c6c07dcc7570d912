import type { SeatState } from "../api/judgement";
import type { Share } from "../quantities";
import { text } from "../text";

interface Props {
  readonly share: Share;
  readonly state: SeatState;
}

/** How far evidence is on its way to the alarm line, as a bar that ends at the line, and in words. */
export function EvidenceBar({ share, state }: Props) {
  if (state === "learning" && !(share > 0)) {
    return <span class="quiet">{text.now.notJudged}</span>;
  }
  // Past the line there is no more bar; the number goes on.
  const filled = Math.min(1, Math.max(0, share));
  return (
    <span class="evidence">
      <span class="evidence-track" aria-hidden="true">
        <span
          class={`evidence-fill evidence-${state}`}
          style={{ transform: `scaleX(${filled.toFixed(3)})` }}
        />
      </span>
      <span class="evidence-words">
        {text.now.share(share)}
        <span class="unseen">{text.now.shareSpoken}</span>
      </span>
    </span>
  );
}
