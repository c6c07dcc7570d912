import { useMemo, useState } from "preact/hooks";
import type { BudgetNow } from "../api/seats";
import { LiveMark } from "../parts/LiveMark";
import { Empty, ProblemNotice } from "../parts/Notice";
import { Screen } from "../parts/Screen";
import { useClock } from "../parts/use-clock";
import { neededFor } from "../route/access";
import { text } from "../text";
import { EVERYTHING, fits } from "./filter";
import { Filters } from "./Filters";
import { SeatTable } from "./SeatTable";
import { useSeats } from "./use-seats";

const words = text.now;

/** Now: one line per seat, in the order of need. */
export function Now() {
  const { seats, listing, beside, problem, live, reload, heard } = useSeats();
  const [filter, setFilter] = useState(EVERYTHING);
  const now = useClock(heard);
  const shown = useMemo(
    () => listing.order.filter((seat) => fits(filter, seat)),
    [listing, filter],
  );
  const alarms = listing.counts.alarm;
  const title = text.shell.screens.now;
  return (
    <Screen
      title={title}
      windowTitle={alarms > 0 ? text.shell.titleWithAlarms(alarms, title) : undefined}
      lead={words.what}
      actions={<LiveMark state={live} />}
      wide
    >
      {problem && (
        <ProblemNotice
          problem={problem}
          needs={neededFor("now").map((role) => text.shell.roles[role])}
          retry={reload}
        />
      )}
      {!beside && !problem && (
        <p class="loading" role="status">
          {text.shell.loading}
        </p>
      )}
      {beside && (
        <>
          <Filters filter={filter} counts={listing.counts} onFilter={setFilter} />
          <div class="now-line">
            <p role="status">{words.shown(shown.length, listing.order.length)}</p>
            <p class="quiet">{budgetSentence(beside.budget)}</p>
          </div>
          {beside.left_off > 0 && <p class="notice">{words.leftOff(beside.left_off)}</p>}
          {shown.length > 0 ? (
            <SeatTable seats={seats} shown={shown} now={now} />
          ) : listing.order.length === 0 ? (
            <Empty title={words.empty} why={words.emptyWhy} />
          ) : (
            <Empty title={words.nothingFits}>
              <button type="button" class="button" onClick={() => setFilter(EVERYTHING)}>
                {words.clear}
              </button>
            </Empty>
          )}
        </>
      )}
    </Screen>
  );
}

const budgetSentence = ({ actual, allowed_per_month }: BudgetNow): string =>
  actual === null ? words.budgetOnly(allowed_per_month) : words.budget(actual, allowed_per_month);
