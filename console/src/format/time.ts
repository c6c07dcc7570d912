// Times as people read them, in the viewer's own zone. Twenty-four hours and a month in letters:
// nobody has to guess which number is the day.

import { type Micros, MICROS_PER_SECOND } from "../quantities";

const LOCALE = "en-GB";
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const TIME = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit" });
const EXACT_TIME = new Intl.DateTimeFormat(LOCALE, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const DATE = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric" });

const dateOf = (at: Micros): Date => new Date(at / 1000);

/** "14:02". */
export const timeOfDay = (at: Micros): string => TIME.format(dateOf(at));

/** "14:02:05". */
export const exactTime = (at: Micros): string => EXACT_TIME.format(dateOf(at));

/** "23 Nov 2026". */
export const date = (at: Micros): string => DATE.format(dateOf(at));

/** "23 Nov 2026, 14:02". */
export const moment = (at: Micros): string => `${date(at)}, ${timeOfDay(at)}`;

/** "23 Nov 2026, 14:02:05". */
export const exactMoment = (at: Micros): string => `${date(at)}, ${exactTime(at)}`;

/** For the `datetime` attribute. */
export const machineTime = (at: Micros): string => dateOf(at).toISOString();

/** The zone that all of these are in, by name. */
export const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A length of time in its two largest units: "45 s", "12 min", "3 h 20 min", "2 d 4 h". */
export function length(span: Micros): string {
  const seconds = Math.max(0, Math.round(span / MICROS_PER_SECOND));
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  if (seconds < DAY) return joined(seconds, HOUR, "h", MINUTE, "min");
  return joined(seconds, DAY, "d", HOUR, "h");
}

function joined(
  seconds: number,
  large: number,
  largeName: string,
  small: number,
  smallName: string,
): string {
  const whole = `${Math.floor(seconds / large)} ${largeName}`;
  const rest = Math.floor((seconds % large) / small);
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`;
}
