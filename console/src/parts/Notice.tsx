import type { ComponentChildren } from "preact";
import type { Problem } from "../api/problem";
import { text } from "../text";

/** Nothing is there, and why. */
export function Empty({
  title,
  why,
  children,
}: {
  readonly title: string;
  readonly why?: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {why !== undefined && <p>{why}</p>}
      {children}
    </div>
  );
}

/** Something was done, said where it was done. */
export function Done({ children }: { readonly children: ComponentChildren }) {
  return (
    <p class="notice notice-done" role="status">
      {children}
    </p>
  );
}

const FORBIDDEN = 403;

/** Asking again changes nothing: it is forbidden, not there, or gone. */
const FINAL: ReadonlySet<number> = new Set([FORBIDDEN, 404, 410]);

interface ProblemProps {
  readonly problem: Problem;
  /** Names of the roles that it needs, where that is why it failed. */
  readonly needs?: readonly string[];
  readonly retry?: (() => void) | undefined;
}

/** What went wrong, and what to do about it. */
export function ProblemNotice({ problem, needs = [], retry }: ProblemProps) {
  const { title, detail, remedy } = wording(problem, needs);
  return (
    <div class="notice notice-problem" role="alert">
      <p class="notice-title">{title}</p>
      {detail !== "" && detail !== title && <p>{detail}</p>}
      <p>{remedy}</p>
      {problem.instance !== "" && <p class="quiet">{text.problems.number(problem.instance)}</p>}
      {retry && !FINAL.has(problem.status) && (
        <p>
          <button type="button" class="button" onClick={retry}>
            {text.shell.retry}
          </button>
        </p>
      )}
    </div>
  );
}

interface Wording {
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
}

/** Problems whose detail says more to a person than our own words for them. */
const WITH_DETAIL: ReadonlySet<string> = new Set(["invalid", "conflict", "too_many_requests"]);

function wording(problem: Problem, needs: readonly string[]): Wording {
  const known = text.problems.kinds[problem.kind];
  if (known) return { ...known, detail: WITH_DETAIL.has(problem.kind) ? problem.detail : "" };
  if (problem.status === FORBIDDEN) {
    return {
      title: text.problems.forbidden,
      detail: needs.length === 0 ? problem.detail : "",
      remedy: text.problems.forbiddenNeeds(needs),
    };
  }
  return {
    title: problem.title || text.problems.other.title,
    detail: problem.detail,
    remedy: problem.remedy || text.problems.other.remedy,
  };
}
