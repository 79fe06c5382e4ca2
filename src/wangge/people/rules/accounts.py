"""Accounts: how they are named, and who acts before any post is taken. Pure."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from uuid import UUID

from wangge.kernel.words import Said, say

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that can't be taken for each other when read from paper."""


@dataclass(frozen=True, slots=True)
class Person:
    """An account outside any post: signing in, changing one's own password."""

    account: UUID | None
    name: str
    post: UUID | None = None
    title: str = ""


def why_not_username(username: str) -> Said | None:
    """Why a sign-in name can't be taken. Names are kept in small letters."""
    if USERNAME.fullmatch(username):
        return None
    return say(
        "A sign-in name has 3 to 40 small letters, digits, dots or dashes, and begins with a "
        "letter or digit."
    )


def one_time_password(key: str, action: UUID) -> str:
    """The first password of an account, the same for the same action and server key.

    So a form sent twice shows the password that was really set. It has 12 signs of 31, which is
    59 bits, and has to be changed at the first sign-in.
    """
    number = int.from_bytes(hmac.new(key.encode(), action.bytes, hashlib.sha256).digest())
    signs = []
    for _ in range(12):
        number, sign = divmod(number, len(LETTERS))
        signs.append(LETTERS[sign])
    return "-".join("".join(signs[i : i + 4]) for i in (0, 4, 8))
