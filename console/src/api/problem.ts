// RFC 9457 problem documents, and the failures that have none.

/** Why a request came to nothing, in a shape that every screen can show. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    /** HTTP status; 0 where no answer came at all. */
    readonly status: number,
    /** Which problem: the last part of the document's `type`; "" where there is none. */
    readonly kind: string,
    readonly title: string,
    readonly detail: string,
    /** What to do about it, where the server says so. */
    readonly remedy: string,
    /** Number of this occurrence in the server's log, for the operator. */
    readonly instance: string,
    /** The field or place that is wrong. */
    readonly where: string,
  ) {
    super(title);
  }
}

const NO_ANSWER = 0;

/** The problem that an answer tells of. Anything that is no problem document still gives one. */
export async function problemOf(answer: Response): Promise<Problem> {
  let body: unknown;
  try {
    body = await answer.json();
  } catch {
    body = undefined;
  }
  const said = (name: string): string => {
    if (typeof body !== "object" || body === null) return "";
    const value = (body as Record<string, unknown>)[name];
    return typeof value === "string" ? value : "";
  };
  const kind = said("type").split(/[/:#]/).at(-1) ?? "";
  return new Problem(
    answer.status,
    kind,
    said("title"),
    said("detail"),
    said("remedy"),
    said("instance"),
    said("where"),
  );
}

/** The problem of a request that got no answer: offline, or the server is not there. */
export function unreachable(): Problem {
  return blank("unreachable");
}

/** Any failure as a problem; what is none of ours is a fault of the console. */
export function asProblem(failure: unknown): Problem {
  return failure instanceof Problem ? failure : blank("fault");
}

const blank = (kind: string): Problem => new Problem(NO_ANSWER, kind, "", "", "", "", "");
