import type { Exposure } from "../api/exposure";
import { text } from "../text";

/** How much was read since the estimated change, with its bounds. */
export function ExposureWords({ exposure }: { readonly exposure: Exposure }) {
  return <>{text.exposure.told(exposure.records, exposure.low, exposure.high)}</>;
}
