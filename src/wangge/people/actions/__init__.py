"""Changes to units, posts and accounts, and what the trail remembers of signing in."""

from wangge.people.actions.accounts import (
    change_password,
    close_account,
    open_account,
    reopen_account,
    reset_password,
    unlock,
)
from wangge.people.actions.second_step import (
    begin_second_step,
    confirm_second_step,
    drop_second_step,
    end_second_step,
    take_second_step,
)
from wangge.people.actions.session import choose_post, sign_in, sign_in_failed, sign_out
from wangge.people.actions.tokens import close_token, note_use, open_token
from wangge.people.actions.units import (
    appoint,
    close_post,
    close_unit,
    open_post,
    open_unit,
    relieve,
)

__all__ = [
    "appoint",
    "begin_second_step",
    "change_password",
    "choose_post",
    "close_account",
    "close_post",
    "close_token",
    "close_unit",
    "confirm_second_step",
    "drop_second_step",
    "end_second_step",
    "note_use",
    "open_account",
    "open_post",
    "open_token",
    "open_unit",
    "relieve",
    "reopen_account",
    "reset_password",
    "sign_in",
    "sign_in_failed",
    "sign_out",
    "take_second_step",
    "unlock",
]
