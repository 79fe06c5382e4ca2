"""Tokens by which programs use the API: how they look, how long they last, who ends them. Pure.

That a token lasts a year at most is this product's own rule, so that forgotten ones end.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wangge.kernel.words import Said, say
from wangge.people.rules.posts import Acting, why_not_keep_account

MOST_DAYS = 365
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LENGTH = 40
"""Signs after the prefix: 238 bits."""
TOKEN = re.compile(rf"wg_[0-9A-Za-z]{{{LENGTH}}}")


def one_time_token(key: str, action: UUID) -> str:
    """The token that an action makes, the same for the same action and server key.

    So a form sent twice shows the token that was really made. Nobody guesses it without the key.
    """
    found = hmac.new(key.encode(), b"wangge token\0" + action.bytes, hashlib.sha256).digest()
    number = int.from_bytes(found)
    signs = []
    for _ in range(LENGTH):
        number, sign = divmod(number, len(SIGNS))
        signs.append(SIGNS[sign])
    return "wg_" + "".join(signs)


def token_digest(token: str) -> str:
    """What is kept of a token. It has so many signs that no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def why_not_days(days: int) -> Said | None:
    """Why a token can't last so many days."""
    if not 1 <= days <= MOST_DAYS:
        return say("A token lasts from 1 to %(most)s days.", most=MOST_DAYS)
    return None


def why_not_close_token(
    user: Acting | None, owner: UUID, account: UUID | None, region: str
) -> Said | None:
    """Why ``account`` may not end a token of ``owner``, whose account is kept in ``region``.

    ``user`` is the post they act in, None where they hold none: one's own token needs none.
    """
    if account == owner:
        return None
    if user is None:
        return say("This is somebody else's token.")
    return why_not_keep_account(user, owner, region)


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What the rules need to know of a token that is shown."""

    expires_at: datetime
    revoked_at: datetime | None
    active: bool
    """Whether its account is open."""
    held: bool
    """Whether the account holds the post today, and the post is open."""


def why_not_token(token: TokenFacts, at: datetime) -> Said | None:
    """Why a token opens nothing at ``at``."""
    if token.revoked_at is not None:
        return say("This token was revoked. Make another one on the page “My account”.")
    if token.expires_at <= at:
        return say("This token has expired. Make another one on the page “My account”.")
    if not token.active:
        return say("The account of this token is closed.")
    if not token.held:
        return say("The post of this token is no longer held by its account.")
    return None
