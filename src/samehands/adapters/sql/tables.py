"""The tables, once for both databases. `migrations` makes them; a test holds the two equal."""

from typing import Final

import sqlalchemy as sa

METADATA: Final = sa.MetaData(
    naming_convention={
        "pk": "%(table_name)s_key",
        "fk": "%(table_name)s_%(column_0_name)s_of",
        "uq": "%(table_name)s_%(column_0_name)s_once",
    }
)

# Names are compared byte by byte on both databases, whatever the locale of PostgreSQL's cluster:
# pages of a list follow each other, and an upper-case letter is another one.
Name: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
Time: Final = sa.BigInteger()


def _subject(*, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "subject",
        Name,
        sa.ForeignKey("subjects.subject"),
        primary_key=primary_key,
        nullable=False,
    )


SUBJECTS: Final = sa.Table(
    "subjects",
    METADATA,
    sa.Column("subject", Name, primary_key=True),
    sa.Column("policy_group", Name, nullable=False),
    sa.Column("key_id", sa.Text),  # both null once erased
    sa.Column("wrapped_key", sa.LargeBinary),
    sa.Column("created_at", Time, nullable=False),
    sa.Column("erased_at", Time),
    sa.Column("begins_after", sa.BigInteger, nullable=False),  # ordinals are never used again
    sa.Column("last_ordinal", sa.BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

INPUTS: Final = sa.Table(
    "inputs",
    METADATA,
    _subject(primary_key=True),
    sa.Column("ordinal", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("session", Name),  # null where it was about the subject
    sa.Column("at", Time, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("quiet", sa.Boolean),  # true for reads that led to nothing; null for all else
    sa.Index("inputs_of_session", "subject", "session", "ordinal"),
    sa.Index(
        "inputs_quiet", "at", sqlite_where=sa.text("quiet"), postgresql_where=sa.text("quiet")
    ),
    sqlite_with_rowid=False,
)

SNAPSHOTS: Final = sa.Table(
    "snapshots",
    METADATA,
    _subject(primary_key=True),
    sa.Column("ordinal", sa.BigInteger, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)

SESSIONS: Final = sa.Table(
    "sessions",
    METADATA,
    sa.Column("id", Name, primary_key=True),
    _subject(),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("collector", sa.Text, nullable=False),
    sa.Column("policy_group", Name, nullable=False),
    sa.Column("api_key_id", Name, nullable=False),
    sa.Column("started_at", Time, nullable=False),
    sa.Column("expires_at", Time, nullable=False),
    sa.Column("ended_at", Time),
    sa.Column("last_at", Time, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("verdict", sa.Text),
    sa.Column("share", sa.Double, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("consent_version", sa.Text),  # all three null where no consent was told
    sa.Column("consent_language", sa.Text),
    sa.Column("consent_at", Time),
    sa.Index("sessions_of_subject", "subject", "started_at"),
    sa.Index("sessions_by_end", "ended_at", "expires_at"),
    sa.Index("sessions_by_start", "started_at"),
    sqlite_with_rowid=False,
)

CASES: Final = sa.Table(
    "cases",
    METADATA,
    sa.Column("id", Name, primary_key=True),
    _subject(),
    sa.Column("session", Name, nullable=False),
    sa.Column("opened_at", Time, nullable=False),
    sa.Column("changed_after", Time),
    sa.Column("level", sa.Double, nullable=False),
    sa.Column("threshold", sa.Double, nullable=False),
    sa.Column("sentence", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("decided_at", Time),
    sa.Column("decided_by", Name),
    sa.Column("note", sa.LargeBinary),  # sealed
    sa.Index("cases_of_session", "session", "opened_at"),
    sa.Index("cases_of_subject", "subject"),
    sa.Index("cases_by_status", "status", "opened_at", "id"),
    sa.Index("cases_by_opening", "opened_at", "id"),
)

ERASURES: Final = sa.Table(
    "erasures",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("subject", Name, nullable=False),
    sa.Column("at", Time, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("inputs", sa.BigInteger, nullable=False),
    sa.Column("sessions", sa.BigInteger, nullable=False),
    sa.Column("cases", sa.BigInteger, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Index("erasures_of_subject", "subject", "at"),
)

HONEY_RECORDS: Final = sa.Table(
    "honey_records",
    METADATA,
    sa.Column("record", sa.LargeBinary, primary_key=True),  # a keyed hash
    sa.Column("added_by", sa.Text, nullable=False),
    sa.Column("at", Time, nullable=False),
)

API_KEYS: Final = sa.Table(
    "api_keys",
    METADATA,
    sa.Column("id", Name, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("secret_hash", sa.LargeBinary, nullable=False),
    sa.Column("scopes", sa.Text, nullable=False),  # JSON
    sa.Column("created_at", Time, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("revoked_at", Time),
    sa.Column("last_used_at", Time),
)

ACCOUNTS: Final = sa.Table(
    "accounts",
    METADATA,
    sa.Column("id", Name, primary_key=True),
    sa.Column("name", Name, nullable=False, unique=True),
    sa.Column("password_hash", sa.Text),
    sa.Column("oidc_subject", Name, unique=True),
    sa.Column("roles", sa.Text, nullable=False),  # JSON
    sa.Column("subject", Name),
    sa.Column("disabled", sa.Boolean, nullable=False),
    sa.Column("created_at", Time, nullable=False),
)

LOGINS: Final = sa.Table(
    "logins",
    METADATA,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("account_id", Name, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("csrf", sa.Text, nullable=False),
    sa.Column("created_at", Time, nullable=False),
    sa.Column("last_at", Time, nullable=False),
    sa.Column("expires_at", Time, nullable=False),
    sa.Index("logins_of_account", "account_id"),
    sa.Index("logins_by_expiry", "expires_at"),
)

SETTINGS: Final = sa.Table(
    "settings",
    METADATA,
    sa.Column("name", Name, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("value", sa.LargeBinary, nullable=False),  # JSON
    sa.Column("changed_by", sa.Text, nullable=False),
    sa.Column("at", Time, nullable=False),
)

ACCESS_LOG: Final = sa.Table(
    "access_log",
    METADATA,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", Time, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", Name),
    sa.Column("session", Name),
    sa.Column("reason", sa.Text),
    sa.Column("previous", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Index("access_log_of_subject", "subject", "number"),
)

ACCESS_CHAIN: Final = sa.Table(
    "access_chain",  # one row: where the log begins and ends
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("anchor_number", sa.BigInteger, nullable=False),
    sa.Column("anchor_hash", sa.LargeBinary, nullable=False),
    sa.Column("head_number", sa.BigInteger, nullable=False),
    sa.Column("head_hash", sa.LargeBinary, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
)

SERVICE_KEYS: Final = sa.Table(
    "service_keys",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("key_id", sa.Text, nullable=False),
    sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
)
