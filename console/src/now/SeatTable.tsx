import { useEffect, useState } from "preact/hooks";
import type { Seat } from "../api/seats";
import type { Micros } from "../quantities";
import { text } from "../text";
import { SeatRow } from "./SeatRow";
import type { Seats } from "./seats";

interface Props {
  readonly seats: Seats;
  readonly shown: readonly Seat[];
  readonly now: Micros;
}

const { columns, caption, evidenceHelp } = text.now;

/** Rows drawn at once; the others follow frame by frame, so that the first are there at once. */
const FIRST = 60;
const MORE = 200;

/** How many of so many rows are drawn by now. */
function useGrowing(total: number): number {
  const [drawn, setDrawn] = useState(FIRST);
  const missing = drawn < total;
  useEffect(() => {
    if (!missing) return;
    const frame = requestAnimationFrame(() => setDrawn(drawn + MORE));
    return () => cancelAnimationFrame(frame);
  }, [missing, drawn]);
  return drawn;
}

/** The seats as a table. Rows out of sight are skipped by the browser, and still found by it. */
export function SeatTable({ seats, shown, now }: Props) {
  const drawn = useGrowing(shown.length);
  return (
    <table role="table" class="seats">
      <caption class="unseen">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row" class="seat-head">
          <th role="columnheader" scope="col">
            {columns.state}
          </th>
          <th role="columnheader" scope="col">
            {columns.subject}
          </th>
          <th role="columnheader" scope="col">
            {columns.group}
          </th>
          <th role="columnheader" scope="col" title={evidenceHelp}>
            {columns.evidence}
          </th>
          <th role="columnheader" scope="col">
            {columns.since}
          </th>
          <th role="columnheader" scope="col">
            {columns.verdict}
          </th>
          <th role="columnheader" scope="col">
            {columns.case}
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {shown.slice(0, drawn).map((seat) => (
          <SeatRow key={seat.session} seats={seats} session={seat.session} now={now} />
        ))}
      </tbody>
    </table>
  );
}
