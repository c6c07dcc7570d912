"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    _people()
    _sessions()
    _accounts()
    _records()


def _name(name: str, *, null: bool = False) -> sa.Column[str]:
    typed = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    return sa.Column(name, typed, nullable=null)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null)


def _bytes(name: str, *, null: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=null)


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=null, autoincrement=False)


def _double(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"{table}_key")


def _of_subject(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["subject"], ["subjects.subject"], name=f"{table}_subject_of")


def _people() -> None:
    op.create_table(
        "subjects",
        _name("subject"),
        _name("policy_group"),
        _text("key_id", null=True),
        _bytes("wrapped_key", null=True),
        _number("created_at"),
        _number("erased_at", null=True),
        _number("begins_after"),
        _number("last_ordinal"),
        _key("subjects", "subject"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "inputs",
        _name("subject"),
        _number("ordinal"),
        _name("session", null=True),
        _number("at"),
        _bytes("sealed"),
        _key("inputs", "subject", "ordinal"),
        _of_subject("inputs"),
        sqlite_with_rowid=False,
    )
    op.create_index("inputs_of_session", "inputs", ["subject", "session", "ordinal"])
    op.create_table(
        "snapshots",
        _name("subject"),
        _number("ordinal"),
        _bytes("sealed"),
        _key("snapshots", "subject"),
        _of_subject("snapshots"),
    )
    op.create_table(
        "erasures",
        _text("id"),
        _name("subject"),
        _number("at"),
        _text("by"),
        _number("inputs"),
        _number("sessions"),
        _number("cases"),
        _bytes("signature"),
        _key("erasures", "id"),
    )
    op.create_index("erasures_of_subject", "erasures", ["subject", "at"])


def _sessions() -> None:
    op.create_table(
        "sessions",
        _name("id"),
        _name("subject"),
        _text("origin"),
        _text("collector"),
        _name("policy_group"),
        _name("api_key_id"),
        _number("started_at"),
        _number("expires_at"),
        _number("ended_at", null=True),
        _number("last_at"),
        _text("state"),
        _text("verdict", null=True),
        _double("share"),
        _number("revision"),
        _key("sessions", "id"),
        _of_subject("sessions"),
        sqlite_with_rowid=False,
    )
    op.create_index("sessions_of_subject", "sessions", ["subject", "started_at"])
    op.create_index("sessions_by_end", "sessions", ["ended_at", "expires_at"])
    op.create_index("sessions_by_start", "sessions", ["started_at"])
    op.create_table(
        "cases",
        _name("id"),
        _name("subject"),
        _name("session"),
        _number("opened_at"),
        _number("changed_after", null=True),
        _double("level"),
        _double("threshold"),
        _text("sentence"),
        _text("status"),
        _number("decided_at", null=True),
        _name("decided_by", null=True),
        _bytes("note", null=True),
        _key("cases", "id"),
        _of_subject("cases"),
    )
    op.create_index("cases_of_session", "cases", ["session", "opened_at"])
    op.create_index("cases_of_subject", "cases", ["subject"])
    op.create_index("cases_by_status", "cases", ["status", "opened_at", "id"])
    op.create_index("cases_by_opening", "cases", ["opened_at", "id"])


def _accounts() -> None:
    op.create_table(
        "api_keys",
        _name("id"),
        _text("name"),
        _bytes("secret_hash"),
        _text("scopes"),
        _number("created_at"),
        _text("created_by"),
        _number("revoked_at", null=True),
        _number("last_used_at", null=True),
        _key("api_keys", "id"),
    )
    op.create_table(
        "accounts",
        _name("id"),
        _name("name"),
        _text("password_hash", null=True),
        _name("oidc_subject", null=True),
        _text("roles"),
        _name("subject", null=True),
        sa.Column("disabled", sa.Boolean, nullable=False),
        _number("created_at"),
        _key("accounts", "id"),
        sa.UniqueConstraint("name", name="accounts_name_once"),
        sa.UniqueConstraint("oidc_subject", name="accounts_oidc_subject_once"),
    )
    op.create_table(
        "logins",
        _bytes("token_hash"),
        _name("account_id"),
        _text("csrf"),
        _number("created_at"),
        _number("last_at"),
        _number("expires_at"),
        _key("logins", "token_hash"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="logins_account_id_of"),
    )
    op.create_index("logins_of_account", "logins", ["account_id"])
    op.create_index("logins_by_expiry", "logins", ["expires_at"])


def _records() -> None:
    op.create_table(
        "settings",
        _name("name"),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        _bytes("value"),
        _text("changed_by"),
        _number("at"),
        _key("settings", "name", "version"),
    )
    op.create_table(
        "access_log",
        _number("number"),
        _number("at"),
        _text("actor"),
        _text("role"),
        _text("action"),
        _name("subject", null=True),
        _name("session", null=True),
        _text("reason", null=True),
        _bytes("previous"),
        _bytes("hash"),
        _key("access_log", "number"),
    )
    op.create_index("access_log_of_subject", "access_log", ["subject", "number"])
    op.create_table(
        "access_chain",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        _number("anchor_number"),
        _bytes("anchor_hash"),
        _number("head_number"),
        _bytes("head_hash"),
        _bytes("signature"),
        _key("access_chain", "id"),
    )
    op.create_table(
        "service_keys",
        _text("name"),
        _text("key_id"),
        _bytes("wrapped_key"),
        _key("service_keys", "name"),
    )
