// Numbers as people read them. A space that does not break stands between number and unit.

const SPACE = "\u00a0";
const MINUS = "\u2212";

/** "41 %". */
export const percent = (part: number): string => `${Math.round(part * 100)}${SPACE}%`;

/** With a real minus sign, and no minus before a zero. */
export function decimal(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `${MINUS}${text}` : text;
}

/** "+1.2" or "−0.8": where the sign is what matters. */
export function signed(value: number, digits: number): string {
  const text = decimal(value, digits);
  return text.startsWith(MINUS) || Number(text) === 0 ? text : `+${text}`;
}

/** A number with its unit. */
export const withUnit = (value: number, unit: string, digits: number): string =>
  unit === "" ? decimal(value, digits) : `${decimal(value, digits)}${SPACE}${unit}`;

/** As many digits as a value of this size needs to be told from its neighbours. */
export function digitsFor(spread: number): number {
  if (!(spread > 0)) return 0;
  return Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(spread))));
}

/** "1 window", "12 windows". */
export const counted = (number: number, noun: string, plural = `${noun}s`): string =>
  `${number.toLocaleString("en-GB")} ${number === 1 ? noun : plural}`;
