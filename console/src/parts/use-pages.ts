// A long list read page by page, the newest first.

import { useEffect, useState } from "preact/hooks";
import { asProblem, type Problem } from "../api/problem";
import { useViewer } from "../viewer";

export interface Pages<Row> {
  /** Undefined until the first page has come. */
  readonly rows: readonly Row[] | undefined;
  readonly problem: Problem | undefined;
  /** Undefined where there is nothing more. */
  readonly readMore: (() => void) | undefined;
  readonly reload: () => void;
}

/** Read `path` a page at a time; `field` of an answer has its rows, the last the next page's place. */
export function usePages<Row>(
  path: string,
  size: number,
  field: string,
  placeOf: (last: Row) => string | number,
): Pages<Row> {
  const { client } = useViewer();
  const [rows, setRows] = useState<readonly Row[]>();
  const [full, setFull] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const read = async (before: readonly Row[]): Promise<void> => {
    const asked = new URLSearchParams({ limit: String(size) });
    const last = before.at(-1);
    if (last !== undefined) asked.set("before", String(placeOf(last)));
    try {
      const joined = path.includes("?") ? "&" : "?";
      const answer = await client.get<Record<string, readonly Row[]>>(`${path}${joined}${asked}`);
      const page = answer[field] ?? [];
      setRows([...before, ...page]);
      setFull(page.length === size);
      setProblem(undefined);
    } catch (failure) {
      setProblem(asProblem(failure));
    }
  };
  useEffect(() => void read([]), [path]);
  return {
    rows,
    problem,
    readMore: rows && full ? () => void read(rows) : undefined,
    reload: () => void read([]),
  };
}
