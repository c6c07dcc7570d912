interface Props<Name extends string> {
  readonly legend: string;
  readonly help?: string;
  readonly fault?: string | undefined;
  readonly options: Readonly<Record<Name, string>>;
  /** Name → what choosing it means. */
  readonly meanings: Readonly<Record<Name, string>>;
  readonly chosen: readonly Name[];
  readonly onChosen: (chosen: readonly Name[]) => void;
}

/** Several of a few, each with what it means. */
export function Ticks<Name extends string>(props: Props<Name>) {
  const { legend, help, fault, options, meanings, chosen, onChosen } = props;
  return (
    <fieldset class="ticks">
      <legend>{legend}</legend>
      {help !== undefined && <p class="field-help">{help}</p>}
      {fault !== undefined && (
        <p class="field-fault" role="alert">
          {fault}
        </p>
      )}
      {(Object.entries(options) as [Name, string][]).map(([name, words]) => (
        <label key={name} class="tick">
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={(event) =>
              onChosen(
                event.currentTarget.checked
                  ? [...chosen, name]
                  : chosen.filter((each) => each !== name),
              )
            }
          />
          <span>
            {words} <span class="quiet">{meanings[name]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
