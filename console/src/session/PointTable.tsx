import type { Point } from "../api/sessions";
import { decimal, percent, signed } from "../format/number";
import { exactTime, machineTime } from "../format/time";
import { DataTable } from "../parts/DataTable";
import { text } from "../text";

const words = text.session;

/** The session point by point: what the chart shows, for those who read rather than look. */
export function PointTable({ points }: { readonly points: readonly Point[] }) {
  return (
    <DataTable
      caption={words.table.caption}
      rows={points}
      keyOf={({ ordinal }) => ordinal}
      columns={[
        {
          head: words.table.at,
          as: "line",
          cell: ({ at }) => <time dateTime={machineTime(at)}>{exactTime(at)}</time>,
        },
        { head: words.table.kind, cell: ({ kind }) => words.points[kind] },
        { head: words.table.llr, as: "number", cell: ({ llr }) => natsOf(llr) },
        {
          head: words.channelNames.holds,
          as: "number",
          cell: ({ channels }) => natsOf(channels?.holds),
        },
        {
          head: words.channelNames.flights,
          as: "number",
          cell: ({ channels }) => natsOf(channels?.flights),
        },
        { head: words.table.level, as: "number", cell: ({ level }) => decimal(level, 2) },
        {
          head: words.table.ofLine,
          as: "number",
          cell: ({ level, threshold }) => percent(level / threshold),
        },
        {
          head: words.table.state,
          cell: ({ state }) => (state === null ? null : text.shell.states[state]),
        },
        { head: words.table.sentence, as: "words", cell: saidOf },
      ]}
    />
  );
}

const natsOf = (value: number | null | undefined): string =>
  value === null || value === undefined ? "" : signed(value, 2);

const saidOf = ({ sentence, findings }: Point): string =>
  [sentence, ...findings.map((finding) => finding.sentence)]
    .filter((said) => said !== null)
    .join(" ");
