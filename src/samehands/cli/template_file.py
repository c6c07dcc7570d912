"""A template on disk: only its owner may read the file, and it is never half written."""

from pathlib import Path

from samehands.adapters.files import replace_file
from samehands.errors import ProjectionMismatchError, StorageError, TemplateError
from samehands.identity import Template, decode_template, encode_template
from samehands.identity.template_codec import TEMPLATE_BYTES
from samehands.rhythm import Projection


def read_template(path: Path, projection: Projection) -> Template:
    """A template from its file.

    Raises:
        TemplateError: the file cannot be read, or holds no template.
        ProjectionMismatchError: it was made with another projection.
    """
    try:
        with path.open("rb") as file:
            data = file.read(TEMPLATE_BYTES + 1)
    except OSError as error:
        raise TemplateError(
            path.name, got=error.strerror or type(error).__name__, due="a template"
        ) from error
    if len(data) > TEMPLATE_BYTES:
        raise TemplateError(path.name, got=f"more than {TEMPLATE_BYTES} bytes", due="a template")
    try:
        return decode_template(data, projection=projection.ref)
    except ProjectionMismatchError as error:
        raise ProjectionMismatchError(
            f"{path.name}, {error.where}", got=error.got, due=f"{error.due} ({projection.name})"
        ) from error
    except TemplateError as error:
        raise TemplateError(f"{path.name}, {error.where}", got=error.got, due=error.due) from error


def write_template(path: Path, template: Template) -> None:
    """Write a template's file, for its owner's eyes only.

    Raises:
        StorageError: it cannot be written; an older one is still there.
    """
    replace_file(path, encode_template(template))
    try:
        path.chmod(0o600)
    except OSError as error:
        raise StorageError(f"{path}: written, but others can read it") from error
