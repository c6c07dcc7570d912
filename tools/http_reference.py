# noqa: INP001  # a script's
"""The reference page of the HTTP API, out of the OpenAPI and of who may use each route."""

import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from litestar import Litestar
from litestar.routes import HTTPRoute

from samehands.adapters.sql import KeyRing, open_store
from samehands.server.app import create_app
from samehands.server.assembly import make_parts
from samehands.server.auth.allow import declared
from samehands.server.clock import system_clock
from samehands.server.settings import Settings

SECTIONS: Final = {
    "sessions": "For the host application",
    "subjects": "Subjects",
    "collectors": "For collectors",
    "console": "For the console",
    "operation": "For operation",
}
"""Tag → heading, in the order of the page."""

METHODS: Final = ("get", "post", "put", "patch", "delete")

Schema = Mapping[str, Any]


def application(folder: Path) -> Litestar:
    """A service on an empty database, not running."""
    with open_store(f"sqlite:///{folder / 'empty.db'}", keys=KeyRing([bytes(range(32))])) as store:
        settings = Settings(database=f"sqlite:///{folder / 'empty.db'}")
        return create_app(make_parts(settings, store, system_clock))


def api_parts() -> list[str]:
    """The page's parts, below its title."""
    with tempfile.TemporaryDirectory() as folder:
        app = application(Path(folder))
    schema = app.openapi_schema.to_schema()
    may = who_may(app)
    parts = []
    for tag, heading in SECTIONS.items():
        parts.append(f"## {heading}")
        for path, operations in schema["paths"].items():
            for method in METHODS:
                operation = operations.get(method)
                if operation and tag in operation.get("tags", ()):
                    parts += route(method, path, operation, may[method, path])
    parts.append("## Types")
    for name, described in sorted(schema["components"]["schemas"].items()):
        parts += type_of(name, described)
    return parts


def who_may(app: Litestar) -> dict[tuple[str, str], str]:
    """Method and path → who may ask that."""
    found = {}
    for each in app.routes:
        if not isinstance(each, HTTPRoute):
            continue
        path = re.sub(r"\{(\w+):\w+\}", r"{\1}", each.path)
        for handler in each.route_handlers:
            for method in handler.http_methods:
                names = ", ".join(f"`{who}`" for who in sorted(map(str, declared(handler))))
                found[method.lower(), path] = names
    return found


def route(method: str, path: str, operation: Schema, who: str) -> Iterable[str]:
    """One route."""
    yield f"### `{method.upper()} {path}`"
    yield unwrapped(operation.get("description", ""))
    lines = [f"- who: {who}"]
    for one in operation.get("parameters", ()):
        told = one.get("description", "")
        lines.append(
            f"- {one['in']} `{one['name']}`: {kind(one['schema'])}. {told}".rstrip(". ") + "."
        )
    body = operation.get("requestBody", {}).get("content", {})
    lines += [f"- takes `{media}`: {kind(each['schema'])}" for media, each in body.items()]
    problems = []
    for status, answer in sorted(operation["responses"].items()):
        content = answer.get("content", {})
        if "application/problem+json" in content:
            words = ", ".join(re.findall(r"`\w+`", answer["description"]))
            problems.append(f"{status} ({words})")
            continue
        told = " or ".join(
            f"{kind(each['schema'])} as `{media}`" for media, each in content.items()
        )
        lines.append(f"- answers {status}" + (f": {told}" if told else ""))
    if problems:
        lines.append(f"- [problems](problems.md): {'; '.join(problems)}")
    yield "\n".join(lines)


def type_of(name: str, schema: Schema) -> Iterable[str]:
    """One type of the schema."""
    yield f"### {name}"
    if schema.get("description"):
        yield unwrapped(schema["description"])
    if "enum" in schema:
        yield "One of " + ", ".join(f"`{value}`" for value in schema["enum"]) + "."
    fields = schema.get("properties", {})
    if fields:
        due = set(schema.get("required", ()))
        yield "\n".join(
            f"- `{field}`{'' if field in due else ' (optional)'}: {kind(described)}"
            for field, described in fields.items()
        )


def kind(schema: Schema) -> str:
    """What a schema says about a value, in some words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    choices = schema.get("oneOf") or schema.get("anyOf")
    if choices:
        return " or ".join(kind(one) for one in choices)
    values = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    if values:
        return " or ".join(f"`{value}`" for value in values)
    told = str(schema.get("type", "any"))
    if told == "array":
        return f"list of {kind(schema.get('items', {}))}"
    named = schema.get("additionalProperties")
    if told == "object" and isinstance(named, dict):
        return f"object: name → {kind(named)}"
    return told + limits(schema)


def limits(schema: Schema) -> str:
    """The bounds of a value."""
    low = schema.get("minimum", schema.get("minLength"))
    high = schema.get("maximum", schema.get("maxLength"))
    if low is None and high is None:
        return ""
    unit = " characters" if "maxLength" in schema or "minLength" in schema else ""
    if high is None:
        return f", at least {low:g}{unit}"
    return f", {low:g} to {high:g}{unit}" if low is not None else f", at most {high:g}{unit}"


def unwrapped(text: str) -> str:
    """Paragraphs of a docstring, each on one line."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))
