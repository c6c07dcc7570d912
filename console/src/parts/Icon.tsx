import { ICON_BOX, type IconName, icons } from "./icons";

/** A sign beside words that say the same; screen readers hear the words only. */
export function Icon({
  name,
  size = ICON_BOX,
}: {
  readonly name: IconName;
  readonly size?: number;
}) {
  return (
    <svg
      class="icon"
      viewBox={`0 0 ${ICON_BOX} ${ICON_BOX}`}
      width={size}
      height={size}
      aria-hidden="true"
      focusable="false"
    >
      <path d={icons[name]} fill="currentColor" fill-rule="evenodd" />
    </svg>
  );
}
