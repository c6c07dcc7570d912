"""The reference page is what the schema says today."""

from pathlib import Path

from samehands.wire.limits import LIMITS
from samehands.wire.reasons import Reason
from samehands.wire.reference import message_page
from samehands.wire.schema import FIELDS
from samehands.wire.sign_schema import SIGN_FIELDS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "message.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == message_page(), (
        "renew it with the command at its top"
    )


def test_the_page_tells_of_every_field_limit_and_reason() -> None:
    page = message_page()

    for field in FIELDS:
        assert f"| `{field.name}` | {field.reason} | {field.leak} |" in page
        for part in field.parts:
            assert f"| `{part.name}` | {part.reason} | {part.leak} |" in page
    for field in SIGN_FIELDS:
        assert f"| `{field.name}` | {field.reason} | {field.leak} |" in page
    for limit in LIMITS:
        assert f"| {limit.name} | {limit.value:,} {limit.unit} |" in page
    for reason in Reason:
        assert f"| `{reason}` |" in page


def test_every_row_of_a_table_has_as_many_cells_as_its_head() -> None:
    tables = [block for block in message_page().split("\n\n") if block.startswith("|")]

    assert len(tables) == 9
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1
