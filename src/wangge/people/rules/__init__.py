"""Posts, rights and accounts: who may do what where. Pure."""

from wangge.people.rules.accounts import (
    USERNAME,
    Person,
    one_time_password,
    why_not_username,
)
from wangge.people.rules.posts import (
    CLOCKWORK,
    PUBLIC,
    RIGHTS,
    Acting,
    PostKind,
    Right,
    UnitKind,
    rights_table,
    why_not,
    why_not_appoint,
    why_not_close_post,
    why_not_close_unit,
    why_not_keep_account,
)
from wangge.people.rules.second_step import (
    address_for_phone,
    match,
    new_recovery_codes,
    new_secret,
    recovery_digest,
    seal_secret,
    unseal_secret,
)

__all__ = [
    "CLOCKWORK",
    "PUBLIC",
    "RIGHTS",
    "USERNAME",
    "Acting",
    "Person",
    "PostKind",
    "Right",
    "UnitKind",
    "address_for_phone",
    "match",
    "new_recovery_codes",
    "new_secret",
    "one_time_password",
    "recovery_digest",
    "rights_table",
    "seal_secret",
    "unseal_secret",
    "why_not",
    "why_not_appoint",
    "why_not_close_post",
    "why_not_close_unit",
    "why_not_keep_account",
    "why_not_username",
]
