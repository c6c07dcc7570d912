import type { ComponentChildren } from "preact";

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ComponentChildren;
  /** How it is set: numbers to the right, in one line, with room for words, or as a code. */
  readonly as?: "number" | "line" | "words" | "code";
}

interface Props<Row> {
  /** What the table is, said before it is read. */
  readonly caption: string;
  readonly rows: readonly Row[];
  /** The first names the row. What is null is left out. */
  readonly columns: readonly (Column<Row> | null)[];
  readonly keyOf: (row: Row) => string | number;
  /** Whether a row is about something that is no longer in use. */
  readonly gone?: (row: Row) => boolean;
}

/** A table that scrolls sideways where it has to, by keyboard too. */
export function DataTable<Row>({ caption, rows, columns, keyOf, gone }: Props<Row>) {
  const shown = columns.filter((column) => column !== null);
  return (
    <div class="table-box" role="region" aria-label={caption} tabIndex={0}>
      {/* The roles are said again because rows laid out as blocks, on small screens, lose theirs. */}
      <table class="table" role="table">
        <caption class="unseen">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {shown.map(({ head, as }) => (
              <th
                key={head}
                role="columnheader"
                scope="col"
                class={as === "number" ? as : undefined}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={keyOf(row)} role="row" class={gone?.(row) ? "gone" : undefined}>
              {shown.map(({ head, as, cell }, place) =>
                place === 0 ? (
                  <th key={head} role="rowheader" scope="row" class={as}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={head} role="cell" class={as} data-head={head}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
