"""The record of a consent, with the session that it is for."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add three columns: all of them null, or none."""
    op.add_column("sessions", sa.Column("consent_version", sa.Text, nullable=True))
    op.add_column("sessions", sa.Column("consent_language", sa.Text, nullable=True))
    op.add_column("sessions", sa.Column("consent_at", sa.BigInteger, nullable=True))
