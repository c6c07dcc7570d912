"""The real service, in a real browser, on real databases."""

from fixtures.chromium import browser, open_page
from fixtures.postgres import postgres_server, postgres_template, postgres_url
from fixtures.service import service

__all__ = [
    "browser",
    "open_page",
    "postgres_server",
    "postgres_template",
    "postgres_url",
    "service",
]
