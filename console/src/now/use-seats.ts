// The seats of /v1/now, live.

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { LiveState } from "../api/live";
import { asProblem, type Problem } from "../api/problem";
import type { Now, Seat } from "../api/seats";
import { useLive } from "../parts/use-live";
import { text } from "../text";
import type { Micros } from "../quantities";
import { useViewer } from "../viewer";
import { type Listing, Seats } from "./seats";

export interface SeatsNow {
  readonly seats: Seats;
  readonly listing: Listing;
  /** What came beside the seats; undefined until the first answer. */
  readonly beside: Omit<Now, "seats"> | undefined;
  readonly problem: Problem | undefined;
  readonly live: LiveState;
  readonly reload: () => void;
  /** The latest time that the server has said. */
  readonly heard: () => Micros | undefined;
}

export function useSeats(): SeatsNow {
  const { client, announce } = useViewer();
  const store = useRef<Seats>(undefined);
  store.current ??= new Seats((alarmed) =>
    announce(text.now.alarmAt(alarmed.map((seat) => seat.subject))),
  );
  const seats = store.current;
  const [listing, setListing] = useState(seats.listing);
  const [beside, setBeside] = useState<Omit<Now, "seats">>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => seats.watchList(() => setListing(seats.listing)), [seats]);
  // Two catch-ups can be on their way at once; the older must not overwrite the newer.
  const turn = useRef(0);
  const reload = useCallback(() => {
    const mine = ++turn.current;
    client.get<Now>("/now").then(
      (now) => {
        if (mine !== turn.current) return;
        seats.replace(now.seats);
        setBeside(now);
        setProblem(undefined);
      },
      (failure: unknown) => {
        if (mine === turn.current) setProblem(asProblem(failure));
      },
    );
  }, [client, seats]);
  const newest = useRef<Micros>(undefined);
  const hear = (at: Micros): void => {
    if (newest.current === undefined || at > newest.current) newest.current = at;
  };
  if (beside) hear(beside.at);
  const live = useLive(
    "/now/events",
    {
      seat: (data) => {
        hear((data as Seat).last_at);
        seats.put(data as Seat);
      },
      gone: (data) => seats.drop((data as Pick<Seat, "session">).session),
    },
    reload,
  );
  return { seats, listing, beside, problem, live, reload, heard: () => newest.current };
}
