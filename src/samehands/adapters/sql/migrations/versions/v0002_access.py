"""Record reads: those that led to nothing are marked; honey records."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add a column, an index and a table."""
    op.add_column("inputs", sa.Column("quiet", sa.Boolean, nullable=True))
    quiet = sa.text("quiet")
    op.create_index("inputs_quiet", "inputs", ["at"], sqlite_where=quiet, postgresql_where=quiet)
    op.create_table(
        "honey_records",
        sa.Column("record", sa.LargeBinary, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("record", name="honey_records_key"),
    )
