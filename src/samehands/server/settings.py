"""Every setting of the server, as one table: name, unit, default, what it does.

`samehands serve --help`, `samehands config`, the reference page and the tests read this table; a
setting that is not in it does not exist.
"""

from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ENVIRONMENT_PREFIX: Final = "SAMEHANDS_"
"""An environment variable with this in front of a setting's name, in capitals, sets it."""


def _listed(given: object) -> object:
    """A list from an environment variable: `https://a.example, https://b.example`."""
    if isinstance(given, str):
        return tuple(part.strip() for part in given.split(",") if part.strip())
    return given


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]
"""Several texts; separated by commas in the environment and on the command line."""


def _setting(default: object, unit: str, text: str, **more: Any) -> Any:  # noqa: ANN401  # as pydantic's own Field
    return Field(default, description=text, json_schema_extra={"unit": unit}, **more)


class Settings(BaseSettings):
    """How the server is configured. Read once, when it starts; nothing changes it after that."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=True,
    )

    # Where it listens.
    host: str = _setting(
        "127.0.0.1",
        "address",
        "Where it listens. Another than this machine's own needs an https `public_url` or `behind_proxy`.",
    )
    port: int = _setting(8080, "port", "Where it listens; 0 takes a free one.", ge=0, le=65535)
    public_url: str | None = _setting(
        None,
        "URL",
        "The address that browsers use, `https://samehands.example`. With https, cookies are Secure and HSTS is sent.",
    )
    behind_proxy: bool = _setting(
        default=False,
        unit="yes or no",
        text="Confirms that a proxy in front ends TLS, so that nothing but it can reach `host`.",
    )
    trusted_proxies: Listed = _setting(
        (),
        "addresses",
        "Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; none by default.",
    )
    allowed_origins: Listed = _setting(
        (),
        "origins",
        "Pages whose collectors may ask across origins, `https://crm.example`. A session's token is good for its own origin only, whatever is listed here.",
    )

    # What is durable, and the keys to it.
    database: str = _setting(
        "sqlite:///samehands-data/samehands.db",
        "URL",
        "`sqlite:///FILE` or `postgresql://USER@HOST/NAME`. A folder that is missing is made, for its owner only.",
        repr=False,
    )  # the URL may hold a password
    master_keys: SecretStr | None = _setting(
        None,
        "base64",
        "Master keys, the newest first, separated by commas: 32 bytes each. Instead of `key_file`.",
    )
    key_file: str | None = _setting(
        None,
        "file",
        "File with the master keys, readable by its owner only. With SQLite and neither setting, one is made beside the database when it is first started.",
    )
    snapshot_every: int = _setting(
        32,
        "inputs",
        "How often a subject's state is kept whole. More: less to write, longer to go on after a crash.",
        ge=1,
        le=10_000,
    )
    group_commit: int = _setting(
        1024,
        "inputs",
        "Most inputs made durable by one transaction. More: higher throughput under load, later answers.",
        ge=1,
        le=100_000,
    )
    states_in_memory: int = _setting(
        50_000,
        "subjects",
        "States held ready. Fewer: less memory, more reading; at 40 KB a subject this is 2 GB.",
        ge=1,
    )

    # Retention.
    keep_inputs: int = _setting(
        30,
        "days",
        "How long single windows and what they led to are kept: the evidence curve of a session.",
        ge=1,
    )
    keep_sessions: int = _setting(
        90,
        "days",
        "How long a session is kept after its end; with a case, as long as the case.",
        ge=1,
    )
    keep_cases: int = _setting(365, "days", "How long a case is kept after it was decided.", ge=1)
    keep_reads: int = _setting(
        2,
        "days",
        "How long record reads are kept that led to nothing; what an alarm rests on is kept as `keep_inputs` says.",
        ge=1,
    )
    keep_access_log: int = _setting(1095, "days", "How long it is kept who looked at whom.", ge=1)

    # How sessions are judged.
    projection: str = _setting(
        "open-1",
        "name",
        "The projection that devices use. Another one means learning every template again.",
    )
    budget: float = _setting(
        1.0,
        "alarms",
        "False alarms allowed per person and month, until it is changed in the console.",
        gt=0,
    )

    # What is collected.
    require_consent: bool = _setting(
        default=False,
        unit="yes or no",
        text="Whether windows and early signs are refused until the host application told of a consent to their session. Not by default: the basis may be another one, such as a works agreement, and a collector without a person's own page has nobody to ask.",
    )

    # Limits.
    session_lifetime: int = _setting(
        36_000,
        "seconds",
        "How long a session and its token last unless they end sooner: 10 hours, a long shift.",
        ge=60,
        le=604_800,
    )
    long_poll: float = _setting(
        30.0, "seconds", "Longest wait of a request for a change.", ge=0, le=300
    )
    body_bytes: int = _setting(
        262_144,
        "bytes",
        "Largest body, after it is unpacked: a full batch in JSON takes 132 KB.",
        ge=1024,
    )
    windows_per_batch: int = _setting(
        512,
        "windows",
        "Most windows in one request, about a week of one person's typing.",
        ge=1,
        le=512,
    )
    requests_per_key: int = _setting(60_000, "requests/minute", "Of one API key.", ge=1)
    windows_per_key: int = _setting(
        600_000, "windows/minute", "Of all sessions that one API key started.", ge=1
    )
    reads_per_batch: int = _setting(
        5_000, "reads", "Most record reads in one request.", ge=1, le=10_000
    )
    reads_per_key: int = _setting(
        1_200_000, "reads/minute", "Record reads that are told with one API key.", ge=1
    )
    requests_per_subject: int = _setting(
        240, "requests/minute", "Of one subject's collectors.", ge=1
    )
    windows_per_subject: int = _setting(
        1_024, "windows/minute", "Of one subject's collectors: two full batches.", ge=1
    )
    open_sessions: int = _setting(
        200_000, "sessions", "Most sessions open at once; each takes some KB of memory.", ge=1
    )
    queue: int = _setting(
        16_384,
        "inputs",
        "Most inputs that wait to be taken in. Past it the answer is 429, and the collector keeps what it has. More: later answers under load.",
        ge=1,
    )
    listeners: int = _setting(
        10_000, "connections", "Most event streams, long polls and WebSockets open at once.", ge=1
    )
    requests_at_once: int = _setting(
        20_000, "connections", "Most connections served at once; more are answered 503.", ge=1
    )

    # The console's log-in.
    login_lifetime: int = _setting(12, "hours", "How long a log-in lasts at most.", ge=1, le=168)
    login_idle: int = _setting(
        60, "minutes", "How long a log-in lasts without a request.", ge=1, le=1440
    )
    oidc_name: str = _setting(
        "single sign-on", "text", "What the button of the identity provider says."
    )
    oidc_issuer: str | None = _setting(
        None, "URL", "Identity provider (OpenID Connect); none by default."
    )
    oidc_client_id: str | None = _setting(None, "text", "What this server is called there.")
    oidc_client_secret: SecretStr | None = _setting(None, "text", "Its secret there.")
    oidc_scopes: Listed = _setting(
        ("openid", "profile"), "scopes", "What is asked for at the provider."
    )
    oidc_name_claim: str = _setting(
        "preferred_username", "claim", "Claim of the ID token that says what people are called."
    )
    oidc_role_claim: str = _setting(
        "samehands_roles",
        "claim",
        "Claim of the ID token that lists what a person may do, in the provider's words.",
    )
    oidc_role_map: Listed = _setting(
        (
            "analyst=analyst",
            "privacy_officer=privacy_officer",
            "auditor=auditor",
            "admin=admin",
            "self=self",
        ),
        "WORD=ROLE",
        "The provider's words for the roles here; a word that is not listed gives nothing.",
    )
    oidc_subject_claim: str | None = _setting(
        None, "claim", "Claim of the ID token with the pseudonym whose data the role `self` sees."
    )

    # What it says of itself.
    log_format: Literal["console", "json"] = _setting(
        "console", "form", "For people, or one JSON object a line."
    )
    log_level: Literal["debug", "info", "warning", "error"] = _setting(
        "info", "level", "The least important entries that are written."
    )
    metrics: bool = _setting(
        default=True,
        unit="yes or no",
        text="Whether GET /metrics answers, to an API key with the scope `metrics`.",
    )
