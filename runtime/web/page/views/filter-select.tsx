interface FilterSelectProps {
  readonly name: string;
  readonly label: string;
  /** Text of the choice that filters nothing. */
  readonly all: string;
  readonly value: string;
  readonly choices: readonly (readonly [value: string, text: string])[];
}

/** A choice inside a form that is sent with GET: it works without script. */
export function FilterSelect({ name, label, all, value, choices }: FilterSelectProps) {
  const id = `filter-${name}`;
  return (
    <span class="mark">
      <label class="note" for={id}>
        {label}
      </label>
      <select id={id} name={name}>
        <option value="">{all}</option>
        {choices.map(([each, text]) => (
          <option key={each} value={each} selected={each === value}>
            {text}
          </option>
        ))}
      </select>
    </span>
  );
}
