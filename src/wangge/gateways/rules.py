"""Keys of client programs. Pure."""

import hashlib
import secrets
from datetime import datetime

from wangge.kernel.words import Said, say

_LETTERS = 32
"""Bytes of chance in a key."""


def new_key() -> str:
    """A fresh key: 256 bits in 43 signs that need no quoting anywhere. It is shown once."""
    return secrets.token_urlsafe(_LETTERS)


def key_digest(key: str) -> str:
    """What is kept of a key. A key of 256 bits needs no slow hash: nobody guesses it."""
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()


def why_not_name(name: str) -> Said | None:
    """Why a client can't be called this."""
    if 1 <= len(name) <= 40 and name.isprintable():
        return None
    return say("A client's name has 1 to 40 characters.")


def holds(since: datetime, until: datetime | None, at: datetime) -> bool:
    """Whether something that began and perhaps ended holds at an instant."""
    return since <= at and (until is None or at < until)
