import { exactTime, machineTime } from "../format/time";
import { Icon } from "../parts/Icon";
import { text } from "../text";
import type { Marker } from "./markers";

/** What happened, the newest first. */
export function MarkerList({ markers }: { readonly markers: readonly Marker[] }) {
  if (markers.length === 0) return <p class="quiet">{text.session.nothingHappened}</p>;
  return (
    <ol class="happened" reversed>
      {[...markers].reverse().map((marker, index) => (
        <li key={`${marker.index}-${marker.kind}-${index}`} class={`happened-${marker.kind}`}>
          <time dateTime={machineTime(marker.at)}>{exactTime(marker.at)}</time>
          <Icon name={marker.kind} size={14} />
          <span>
            <span class={marker.kind === "finding" ? "unseen" : "happened-kind"}>
              {text.session.markers[marker.kind]}
              {marker.sentence === text.session.markers[marker.kind] ? "" : ". "}
            </span>
            {marker.sentence === text.session.markers[marker.kind] ? "" : marker.sentence}
          </span>
        </li>
      ))}
    </ol>
  );
}
