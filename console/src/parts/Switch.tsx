interface Props<Name extends string> {
  readonly label: string;
  readonly options: Readonly<Record<Name, string>>;
  /** The one that is pressed; null where none is. */
  readonly value: Name | null;
  readonly onValue: (value: Name) => void;
}

/** A few buttons, one of which is pressed. */
export function Switch<Name extends string>({ label, options, value, onValue }: Props<Name>) {
  return (
    <div class="switch" role="group" aria-label={label}>
      {(Object.entries(options) as [Name, string][]).map(([name, words]) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === value}
          onClick={() => onValue(name)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}
