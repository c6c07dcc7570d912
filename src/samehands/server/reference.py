"""The reference of the settings, out of the table."""

from samehands.server.configuration import TABLE, Setting


def settings_table() -> str:
    """Every setting with its unit, default and what it does, as a Markdown table."""
    rows = [
        ("setting", "unit", "default", "what it does"),
        ("---", "---", "---", "---"),
        *(_cells(row) for row in TABLE),
    ]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows
    )


def _cells(row: Setting) -> tuple[str, str, str, str]:
    default = f"`{row.default}`" if row.default else "none"
    return f"`{row.name}`", row.unit, default, row.help
