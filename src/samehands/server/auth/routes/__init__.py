"""The routes of log-in, set-up, accounts, keys, the access log and the own data."""

from typing import Final

from litestar.handlers import HTTPRouteHandler

from samehands.server.auth.routes.access_log import read_access_log
from samehands.server.auth.routes.accounts import add_account, change_account, list_accounts
from samehands.server.auth.routes.keys import add_key, list_keys, revoke_key
from samehands.server.auth.routes.login import change_password, log_in, log_out, login_state
from samehands.server.auth.routes.me import read_own_data
from samehands.server.auth.routes.setup import set_up
from samehands.server.auth.routes.single_sign_on import leave_for_provider, return_from_provider

ROUTES: Final[tuple[HTTPRouteHandler, ...]] = (
    login_state,
    log_in,
    log_out,
    change_password,
    set_up,
    leave_for_provider,
    return_from_provider,
    list_accounts,
    add_account,
    change_account,
    list_keys,
    add_key,
    revoke_key,
    read_access_log,
    read_own_data,
)
"""All of them."""
