// Compare: the strongest differences between a session and the subject's usual typing.

import { counted, decimal, withUnit } from "../format/number";

export const compare = {
  title: "Compare with the usual",
  what: "The readings in which this session differs most from the subject's usual typing, the strongest first. They are sums over whole windows: no letters, no keys, no order.",
  window: "one window of this session",
  mean: "average of this session",
  density: "how the usual windows lie, with their average",
  apart: (sd: number) =>
    `${decimal(Math.abs(sd), 1)} standard deviations ${sd < 0 ? "below" : "above"} the usual`,
  chart: (name: string, usual: string, here: string) =>
    `${name}: usually ${usual}, in this session ${here}.`,
  measured: (mean: number, sd: number, unit: string, digits: number, windows: number) =>
    `${withUnit(mean, unit, digits)}, spread ${withUnit(sd, unit, digits)}, over ${counted(windows, "window")}`,
  compared: "Compare",
  parts: { since: "Since the estimated change", whole: "The whole session" },
  ofAll: (windows: number) => `Compared: all ${counted(windows, "window")} of this session.`,
  ofPart: (windows: number, since: string, until: string | null) =>
    `Compared: ${counted(windows, "window")} typed after ${since}${until === null ? "" : `, up to the alarm at ${until}`}.`,
  substitute: "The template of another kind of device stands in for this one's.",
  lack: (need: string, have: number, due: number) => `${need}: ${have} of ${due}`,
  empty: "There is nothing to compare yet",
  emptyWhy:
    "Either the subject's template is not ready, or no window of this session was judged. A template is learnt from several sessions without doubt.",
  table: {
    caption: "The same in numbers",
    reading: "Reading",
    usual: "Usual",
    session: "This session",
    difference: "Difference",
    known: "Reading is known to",
  },
  scale: (unit: string) => (unit === "" ? "" : `in ${unit}`),
  legend: "How to read the charts",
};
