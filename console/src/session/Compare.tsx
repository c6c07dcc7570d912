import { useState } from "preact/hooks";
import { part } from "../api/client";
import type { Comparison, Reading, Spread } from "../api/sessions";
import { Distribution } from "../charts/Distribution";
import { digitsFor, percent } from "../format/number";
import { exactMoment, exactTime } from "../format/time";
import { DataTable } from "../parts/DataTable";
import { Loading } from "../parts/Loading";
import { Empty } from "../parts/Notice";
import { Screen } from "../parts/Screen";
import { Switch } from "../parts/Switch";
import { useLoaded } from "../parts/use-loaded";
import { address } from "../route/route";
import { text } from "../text";

const words = text.compare;

type Part = "since" | "whole";

/** Compare: where this session's typing lies in the subject's usual. */
export function Compare({ session }: { readonly session: string }) {
  const [of, setOf] = useState<Part>("since");
  const path = `/sessions/${part(session)}/comparison`;
  const loaded = useLoaded<Comparison>(of === "whole" ? `${path}?whole=true` : path);
  const { value } = loaded;
  // The choice is offered where it is one: where there is a change to start from.
  const choice = of === "whole" || (value !== undefined && value.since !== null);
  return (
    <Screen
      title={words.title}
      lead={words.what}
      back={
        <a class="back" href={address({ screen: "session", session })}>
          {text.session.toSession}
        </a>
      }
    >
      {choice && <Switch label={words.compared} options={words.parts} value={of} onValue={setOf} />}
      <Loading of={loaded} screen="compare">
        {(comparison) => <Readings comparison={comparison} />}
      </Loading>
    </Screen>
  );
}

function Readings({ comparison }: { readonly comparison: Comparison }) {
  const { readings, missing } = comparison;
  if (readings.length === 0) {
    return (
      <Empty title={words.empty} why={words.emptyWhy}>
        <ul>
          {missing.map(({ need, have, due }) => (
            <li key={need}>{words.lack(need, have, due)}</li>
          ))}
        </ul>
      </Empty>
    );
  }
  return (
    <>
      <p>{basisOf(comparison)}</p>
      <Legend />
      {readings.map((reading) => (
        <OneReading key={reading.name} reading={reading} />
      ))}
      <NumberTable readings={readings} />
    </>
  );
}

/** Which windows were compared. */
function basisOf({ windows, since, until, substitute }: Comparison): string {
  const which =
    since === null
      ? words.ofAll(windows)
      : words.ofPart(windows, exactMoment(since), until === null ? null : exactTime(until));
  return substitute ? `${which} ${words.substitute}` : which;
}

function Legend() {
  return (
    <ul class="legend" aria-label={words.legend}>
      <li class="legend-usual">{words.density}</li>
      <li class="legend-window">{words.window}</li>
      <li class="legend-mean">{words.mean}</li>
    </ul>
  );
}

function OneReading({ reading }: { readonly reading: Reading }) {
  return (
    <section class="card reading">
      <div class="card-head">
        <h2>{reading.title}</h2>
        <p class="quiet">{words.scale(reading.unit)}</p>
      </div>
      <p>{reading.sentence}</p>
      <Distribution reading={reading} />
    </section>
  );
}

function NumberTable({ readings }: { readonly readings: readonly Reading[] }) {
  return (
    <details class="numbers">
      <summary>{words.table.caption}</summary>
      <DataTable
        caption={words.table.caption}
        rows={readings}
        keyOf={({ name }) => name}
        columns={[
          { head: words.table.reading, cell: ({ title }) => title },
          { head: words.table.usual, cell: (reading) => measured(reading, reading.usual) },
          { head: words.table.session, cell: (reading) => measured(reading, reading.session) },
          { head: words.table.difference, cell: (reading) => words.apart(reading.difference_sd) },
          { head: words.table.known, as: "number", cell: (reading) => percent(reading.r_squared) },
        ]}
      />
    </details>
  );
}

const measured = ({ usual, unit }: Reading, { mean, sd, windows }: Spread): string =>
  words.measured(mean, sd, unit, digitsFor(usual.sd), windows);
