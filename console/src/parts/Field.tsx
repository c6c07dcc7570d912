import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

/** What ties a control to its label, help and fault. */
export interface Tied {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": "true" | undefined;
}

interface Props {
  readonly label: string;
  readonly help?: string | undefined;
  readonly fault?: string | undefined;
  readonly unit?: string | undefined;
  readonly children: (tied: Tied) => ComponentChildren;
}

/** A labelled control with what it does, and what is wrong with it. */
export function Field({ label, help, fault, unit, children }: Props) {
  const id = useId();
  const described = [help && `${id}-help`, fault && `${id}-fault`].filter(Boolean).join(" ");
  return (
    <div class={fault ? "field field-faulty" : "field"}>
      <label for={id}>{label}</label>
      <span class="field-control">
        {children({
          id,
          "aria-describedby": described === "" ? undefined : described,
          "aria-invalid": fault ? "true" : undefined,
        })}
        {unit !== undefined && <span class="unit">{unit}</span>}
      </span>
      {fault && (
        <p class="field-fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      {help && (
        <p class="field-help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  );
}

interface TextProps extends Omit<Props, "children"> {
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** Whether it is a password: not to be read over a shoulder. */
  readonly secret?: boolean;
  readonly autocomplete?: string;
  readonly inputMode?: "text" | "decimal" | "numeric";
  readonly maxLength?: number;
  readonly readOnly?: boolean;
}

/** A field for one line of text. */
export function TextField({ value, onValue, secret = false, ...rest }: TextProps) {
  const { label, help, fault, unit, autocomplete = "off", ...control } = rest;
  return (
    <Field label={label} help={help} fault={fault} unit={unit}>
      {(tied) => {
        const input = {
          ...tied,
          ...control,
          autocomplete,
          spellcheck: false,
          value,
          onInput: (event: { readonly currentTarget: HTMLInputElement }) =>
            onValue(event.currentTarget.value),
        };
        return secret ? <input type="password" {...input} /> : <input type="text" {...input} />;
      }}
    </Field>
  );
}

interface ChoiceProps<Value extends string> extends Omit<Props, "children"> {
  readonly value: Value;
  readonly options: Readonly<Record<Value, string>>;
  readonly onValue: (value: Value) => void;
  readonly disabled?: boolean;
}

/** A field for one of a few. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, help, fault, unit, value, options, onValue, disabled } = props;
  return (
    <Field label={label} help={help} fault={fault} unit={unit}>
      {(tied) => (
        <select
          {...tied}
          value={value}
          disabled={disabled}
          onChange={(event) => onValue(event.currentTarget.value as Value)}
        >
          {(Object.entries(options) as [Value, string][]).map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
