import type { Point } from "../api/sessions";
import { exactTime } from "../format/time";
import { text } from "../text";

const words = text.session;

/** One point in words, under the chart; screen readers hear it when it changes. */
export function Readout({ point }: { readonly point: Point | undefined }) {
  return (
    <p class="readout" aria-live="polite">
      {point ? (
        <>
          <strong>{exactTime(point.at)}</strong>
          {" · "}
          {[
            words.points[point.kind],
            words.levelOf(point.level, point.threshold),
            point.kind === "window"
              ? point.llr === null
                ? words.notScored
                : words.speaks(point.llr)
              : "",
          ]
            .filter((piece) => piece !== "")
            .join(" · ")}
          {point.sentence !== null && <span class="readout-why">{point.sentence}</span>}
        </>
      ) : (
        <span class="quiet">{words.hint}</span>
      )}
    </p>
  );
}
