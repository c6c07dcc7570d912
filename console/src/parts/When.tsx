import { exactMoment, machineTime, moment } from "../format/time";
import type { Micros } from "../quantities";

/** A moment, for people and for machines. */
export function When({ at, exact = false }: { readonly at: Micros; readonly exact?: boolean }) {
  return <time dateTime={machineTime(at)}>{exact ? exactMoment(at) : moment(at)}</time>;
}
