import { StateMark } from "../parts/StateMark";
import { text } from "../text";
import { type Filter, toggled } from "./filter";
import { BY_NEED } from "./order";
import type { Counts } from "./seats";

interface Props {
  readonly filter: Filter;
  readonly counts: Counts;
  readonly onFilter: (filter: Filter) => void;
}

/** Words to look for, and the states with how many seats are in each. */
export function Filters({ filter, counts, onFilter }: Props) {
  return (
    <div class="filters" role="search" aria-label={text.now.filters}>
      <div class="filter-states" role="group" aria-label={text.now.states}>
        {BY_NEED.map((state) => (
          <button
            key={state}
            type="button"
            class={`filter-state filter-${state}`}
            aria-pressed={filter.states.has(state)}
            onClick={() => onFilter(toggled(filter, state))}
          >
            <span class="filter-count">{counts[state]}</span>
            <StateMark state={state} />
          </button>
        ))}
      </div>
      <label class="filter-words">
        <span>{text.now.search}</span>
        <input
          type="search"
          autocomplete="off"
          spellcheck={false}
          value={filter.words}
          onInput={(event) => onFilter({ ...filter, words: event.currentTarget.value })}
        />
      </label>
    </div>
  );
}
