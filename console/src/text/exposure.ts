// Exposure: how much was read while somebody else may have been there.

import { counted } from "../format/number";

const records = (count: number) => counted(count, "customer record");

export const exposure = {
  name: "Exposed",
  none: "no customer record since the estimated change",
  told: (count: number, low: number, high: number) =>
    high === 0
      ? exposure.none
      : `about ${records(count)} since the estimated change, between ${low.toLocaleString("en-GB")} and ${high.toLocaleString("en-GB")}`,
  short: (count: number) => `about ${records(count)}`,
  own: (count: number) =>
    count === 0
      ? "You have opened no customer record today."
      : `You have opened ${counted(count, "different customer record")} today. Nobody else is told, unless there is an alarm.`,
};
