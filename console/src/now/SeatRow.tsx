import { Component } from "preact";
import { useEffect, useState } from "preact/hooks";
import { EvidenceBar } from "../parts/EvidenceBar";
import { StateMark, VerdictWord } from "../parts/StateMark";
import { length, machineTime, moment } from "../format/time";
import { type Micros, micros } from "../quantities";
import { address } from "../route/route";
import { text } from "../text";
import type { Seats } from "./seats";

/** What was read is said beside an alarm only. */
const DOUBTED: ReadonlySet<string> = new Set(["alarm", "locked"]);

interface Props {
  readonly seats: Seats;
  readonly session: string;
  readonly now: Micros;
}

/** One seat. Drawn again when its own seat changes or the clock ticks, not when the list does. */
export class SeatRow extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    return next.session !== this.props.session || next.now !== this.props.now;
  }

  override render({ seats, session, now }: Props) {
    return <Line seats={seats} session={session} now={now} />;
  }
}

function Line({ seats, session, now }: Props) {
  const [, draw] = useState(0);
  useEffect(() => seats.watchSeat(session, () => draw((before) => before + 1)), [seats, session]);
  const seat = seats.get(session);
  if (!seat) return null;
  const words = text.now;
  return (
    // The roles are said again because a row laid out as a grid loses its own in some browsers.
    <tr role="row" class={`seat seat-${seat.state}`}>
      <td role="cell" class="seat-state">
        <StateMark state={seat.state} />
      </td>
      <th role="rowheader" scope="row" class="seat-subject">
        <a href={address({ screen: "session", session })}>{seat.subject}</a>
      </th>
      <td role="cell" class="seat-group">
        {seat.group}
      </td>
      <td role="cell" class="seat-evidence">
        <EvidenceBar share={seat.share} state={seat.state} />
        {seat.exposure && DOUBTED.has(seat.state) && (
          <small class="quiet">{text.exposure.short(seat.exposure.records)}</small>
        )}
      </td>
      <td role="cell" class="seat-since">
        <time dateTime={machineTime(seat.since)} title={moment(seat.since)}>
          {length(micros(now - seat.since))}
        </time>
      </td>
      <td role="cell" class="seat-verdict">
        <VerdictWord verdict={seat.verdict} />
      </td>
      <td role="cell" class="seat-case">
        {seat.case !== null && (
          <a href={address({ screen: "case", id: seat.case })}>
            {words.openCase}
            <span class="unseen">{words.caseOf(seat.subject)}</span>
          </a>
        )}
      </td>
    </tr>
  );
}
