import type { Health as HealthView } from "../api/health";
import { BudgetChart } from "../charts/BudgetChart";
import { moment } from "../format/time";
import { Facts } from "../parts/Facts";
import { Loading } from "../parts/Loading";
import { Screen } from "../parts/Screen";
import { useLoaded } from "../parts/use-loaded";
import { micros } from "../quantities";
import { text } from "../text";

const words = text.health;

/** Health: is it within its budget, whom does it cover, what can it see. */
export function Health() {
  const loaded = useLoaded<HealthView>("/health");
  return (
    <Screen title={text.shell.screens.health} lead={words.what}>
      <Loading of={loaded} screen="health">
        {({ budget, coverage, sees, cannot_see, store }) => (
          <>
            <Budget budget={budget} />
            <Coverage coverage={coverage} />
            <div class="columns">
              <Sentences title={words.sees} sentences={sees} />
              <Sentences title={words.cannotSee} sentences={cannot_see} />
            </div>
            <Store store={store} />
          </>
        )}
      </Loading>
    </Screen>
  );
}

function Budget({ budget }: Pick<HealthView, "budget">) {
  const { allowed_per_month: allowed, actual, interval, persons } = budget;
  const measured = actual !== null && interval !== null;
  return (
    <section class="card" aria-labelledby="budget">
      <h2 id="budget">{words.budget}</h2>
      {measured ? (
        <>
          <p>{words.within(actual, allowed, interval[0], interval[1], persons)}</p>
          <BudgetChart allowed={allowed} actual={actual} interval={interval} />
        </>
      ) : (
        <p>{words.none(allowed)}</p>
      )}
    </section>
  );
}

function Coverage({ coverage }: Pick<HealthView, "coverage">) {
  const { sessions, judged, learning } = coverage;
  const parts = [
    { name: "judged", count: judged, words: words.judged },
    { name: "learning", count: learning, words: words.learning },
    { name: "neither", count: Math.max(0, sessions - judged - learning), words: words.neither },
  ].filter((each) => each.count > 0);
  return (
    <section class="card" aria-labelledby="coverage">
      <h2 id="coverage">{words.coverage}</h2>
      <p>{words.coverageSentence(judged, sessions)}</p>
      {sessions > 0 && (
        <>
          <div class="coverage" aria-hidden="true">
            {parts.map(({ name, count }) => (
              <span key={name} class={`coverage-${name}`} style={{ flexGrow: count }} />
            ))}
          </div>
          <ul class="legend">
            {parts.map(({ name, count, words: said }) => (
              <li key={name} class={`legend-${name}`}>
                {count} {said}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface SentencesProps {
  readonly title: string;
  readonly sentences: readonly string[];
}

function Sentences({ title, sentences }: SentencesProps) {
  return (
    <section class="card">
      <h2>{title}</h2>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}

function Store({ store }: Pick<HealthView, "store">) {
  return (
    <section class="card" aria-labelledby="store">
      <h2 id="store">{words.store}</h2>
      <Facts
        of={Object.entries(store).map(([name, value]) => [
          words.storeFields[name] ?? name.replaceAll("_", " "),
          written(name, value),
        ])}
      />
    </section>
  );
}

/** A value of the store by what its name says it is. */
function written(name: string, value: string | number | boolean | null): string {
  if (value === null) return words.unknown;
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "string") return value;
  if (name.endsWith("_at")) return moment(micros(value));
  if (name.endsWith("bytes")) return words.megabytes(value);
  return value.toLocaleString("en-GB");
}
