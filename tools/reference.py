# noqa: INP001  # a script
"""The reference pages that are made from code, so that they cannot say anything else.

python tools/reference.py            writes them, docs/reference/*.md
python tools/reference.py --check    only says which are not current; exit status 1 then
"""

import ast
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from math import inf
from pathlib import Path
from typing import Final

from http_reference import api_parts

from samehands.liveness.registry import DETECTORS, UNSEEN
from samehands.liveness.tool import SIGNATURES
from samehands.monitor import decision
from samehands.server import metrics
from samehands.server.configuration import CONFIG_VARIABLE, TABLE
from samehands.server.metrics import CommitFate, MetricName, ReadFate, WindowFate
from samehands.server.problems import MEANINGS, MEDIA_TYPE, ProblemKind
from samehands.server.reference import settings_table
from samehands.trust.policy import DEFAULT_TOOLS

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs" / "reference"


def page(title: str, *parts: str) -> str:
    """A page that says that nobody should write it by hand."""
    notice = (
        "<!-- Made from the code by `python tools/reference.py`: write nothing here by hand. -->"
    )
    return "\n\n".join((notice, f"# {title}", *parts)) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    head = list(head)
    lines = [
        head,
        ["---"] * len(head),
        *([cell.replace("|", "\\|") for cell in row] for row in rows),
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def settings_page() -> str:
    """Every setting, with its unit and default."""
    example = TABLE[1]
    return page(
        "Settings",
        "Read once, when the server starts. In the order in which they win: an option of "
        f"`samehands serve`, an environment variable, the file (TOML) that `--config` or "
        f"`{CONFIG_VARIABLE}` names. `{example.name}` is `{example.option}` on the command line and "
        f"`{example.variable}` in the environment. An unknown name is an error everywhere. "
        "`samehands config check` says what would be used, and what is wrong.",
        "What can be changed while the server runs, the budget of false alarms and the policies of "
        "groups, is not here but in the console, under *Settings*.",
        settings_table(),
        "Secret, so never shown, and not taken from the command line, which everybody on the "
        "machine can read: " + ", ".join(f"`{row.name}`" for row in TABLE if row.secret) + ".",
    )


def problems_page() -> str:
    """Every problem document."""
    rows = (
        (f"`{kind}`", str(MEANINGS[kind].status), MEANINGS[kind].title, MEANINGS[kind].remedy)
        for kind in sorted(ProblemKind, key=lambda kind: MEANINGS[kind].status)
    )
    return page(
        "Problems",
        f"Whatever goes wrong is answered as `{MEDIA_TYPE}` (RFC 9457) with one of these types, "
        "`urn:samehands:problem:` and the word. `detail` says what went wrong this time, never "
        "what was typed and never a secret; `where` names the field, `instance` the entry in the "
        "server's log. A 429 and a 503 carry `Retry-After`; **nothing of what was sent has been "
        "kept then**, so the collector keeps it and sends it again.",
        table(("type", "status", "what", "what to do"), rows),
    )


def said_below(source: str) -> Mapping[str, Mapping[str, str]]:
    """Class → name → the text below it, of every class in a module."""
    found: dict[str, dict[str, str]] = {}
    for node in ast.parse(source).body:
        if not isinstance(node, ast.ClassDef):
            continue
        texts = found.setdefault(node.name, {})
        for line, below in zip(node.body, node.body[1:], strict=False):
            if (
                isinstance(line, ast.Assign)
                and isinstance(below, ast.Expr)
                and isinstance(below.value, ast.Constant)
            ):
                texts[ast.unparse(line.targets[0])] = str(below.value.value)
    return found


def words(values: type[StrEnum]) -> str:
    """The values of a closed set."""
    return ", ".join(f"`{value}`" for value in values)


def metrics_page() -> str:
    """Every metric."""
    texts = said_below(Path(metrics.__file__).read_text(encoding="utf-8"))[MetricName.__name__]
    rows = ((f"`{name}`", texts[name.name]) for name in MetricName)
    return page(
        "Metrics",
        "`GET /metrics` answers in Prometheus' text format to an API key with the scope "
        "`metrics`. The names are a closed set, and none of them says how much or how fast "
        "anybody works: there is no label for a subject, a session or a group.",
        table(("name", "what"), rows),
        f"Windows are labelled {words(WindowFate)}, record reads {words(ReadFate)}: received is "
        "their sum. Transactions are labelled "
        f"{words(CommitFate)}, answers by their status, problems by [their type](problems.md). A "
        "counter's name ends in `_total`, as is Prometheus' habit.",
    )


def detectors_page() -> str:
    """Every detector of machine input."""
    rows = ((f"`{each.id}`", each.sees, each.blind_to, f"{each.counts}") for each in DETECTORS)
    tools = (
        (
            f"`{tool}`",
            known.means,
            "yes" if known.injected else "no",
            "no limit" if known.most_in_a_row == inf else f"{known.most_in_a_row:g}",
        )
        for tool, known in SIGNATURES.items()
    )
    return page(
        "Detectors of machine input",
        "Each looks at one window, or at an early sign, and answers with evidence in nats, positive "
        "for input that a device or program generated, or that it cannot tell. What it says beyond "
        "3 nats is a finding of this name, which a policy may map to a verdict. [How they are "
        "fitted, combined and how far they reach](../explanation/liveness.md).",
        table(("detector", "sees", "cannot see", "its evidence is"), rows),
        "## Tools that may type",
        "A policy names those that its people use, in `allowed`. What such a tool leaves is no "
        "evidence, up to so many bursts or injected windows in a row without a window that hands "
        "typed. Without a list: "
        + (", ".join(f"`{tool}`" for tool in DEFAULT_TOOLS) or "none")
        + ".",
        table(("tool", "what", "may be injected", "most in a row"), tools),
        "## What no detector looks for",
        table(("sign", "why not"), UNSEEN),
    )


def cases_page() -> str:
    """What each decision on a case does."""
    told = (decision.__doc__ or "").split("\n\n")
    return page(
        "Decisions on cases",
        "A case is opened when the evidence reaches the alarm line, or a session is locked. An "
        "analyst decides it with one of three verbs, and the answer says in sentences what that "
        "did. What each does is fixed here, so that nobody has to guess what a click teaches.",
        *told[1:],
    )


def api_page() -> str:
    """Every route."""
    return page(
        "HTTP API, version 1",
        "Made from the OpenAPI that a running service has at `/schema`. JSON, snake_case; times are "
        "integers, µs since 1970 UTC; ids are opaque. *Who* names roles of accounts (`analyst`, "
        "`privacy_officer`, `auditor`, `admin`, `self`), scopes of API keys (`sessions`, "
        "`subjects`, `access`, `metrics`), `collector` for the holder of a session's token, `signed_in` for "
        "every account, `anyone`. An API key and a token are shown as `Authorization: Bearer …`; "
        "the console has a cookie, and repeats `csrf` of `GET /v1/login` in the header "
        "`X-Samehands-CSRF` with whatever changes something.",
        "A collector can also send over the WebSocket `/v1/windows/live`, subprotocols "
        "`samehands.v1` and `bearer.TOKEN`: a binary frame is a batch, a text frame its answer; a "
        'verdict that changes is pushed as `{"verdict": …}`.',
        *api_parts(),
    )


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "settings.md": settings_page,
    "problems.md": problems_page,
    "metrics.md": metrics_page,
    "case-decisions.md": cases_page,
    "detectors.md": detectors_page,
    "http-api.md": api_page,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or say which are not current."""
    stale = []
    for name, made in PAGES.items():
        file, text = FOLDER / name, made()
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            file.write_text(text, encoding="utf-8")
    said = "not current" if "--check" in arguments else "written"
    sys.stdout.write(f"{said}: {', '.join(stale) or 'none'}\n")
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
