"""Tokens: for their owner, for who keeps the account, and for the program that shows one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from wangge.kernel.clock import day_of
from wangge.kernel.words import Said
from wangge.people.models import ApiToken, Tenure
from wangge.people.queries.accounts import account as kept_account
from wangge.people.rules import (
    TOKEN,
    Acting,
    PostKind,
    TokenFacts,
    token_digest,
    why_not_token,
)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as its list shows it; ``why`` says why it opens nothing any more."""

    id: UUID
    name: str
    title: str
    since: datetime
    expires_at: datetime
    last_used_on: date | None
    revoked: bool
    why: Said | None


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a shown token acts as; ``why`` says why it opens nothing."""

    token: UUID
    acting: Acting
    last_used_on: date | None
    why: Said | None


_HELD = Tenure.objects.filter(account=OuterRef("account"), post=OuterRef("post"))


def _with_holding(on: date) -> Exists:
    return Exists(
        _HELD.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on).filter(
            Q(post__closed_on__isnull=True) | Q(post__closed_on__gt=on)
        )
    )


def _facts(row: ApiToken) -> TokenFacts:
    held = bool(getattr(row, "held", False))
    return TokenFacts(row.expires_at, row.revoked_at, row.account.is_active, held)


_SHOWN = """
SELECT t.id, t.account_id, t.post_id, t.expires_at, t.revoked_at, t.last_used_on,
    a.name AS account_name, a.is_active AS active, p.title, p.kind, p.region, p.unit_id AS unit,
    (p.closed_on IS NULL OR p.closed_on > %(on)s) AND EXISTS (
        SELECT 1 FROM people_tenure n
        WHERE n.account_id = t.account_id AND n.post_id = t.post_id
            AND n.since <= %(on)s AND (n.until IS NULL OR n.until >= %(on)s)
    ) AS held
FROM people_apitoken t
JOIN people_account a ON a.id = t.account_id
JOIN people_post p ON p.id = t.post_id
WHERE t.digest = %(digest)s
"""
"""Asked with every request of a program: making it anew took a third of a short answer."""


def bearer(token: str, at: datetime) -> Bearer | None:
    """Who shows this token; None for one never made. One query, none for a misshapen one."""
    if not TOKEN.fullmatch(token):
        return None
    values = {"digest": token_digest(token), "on": day_of(at)}
    row: Any = next(iter(ApiToken.objects.raw(_SHOWN, values)), None)
    if row is None:
        return None
    acting = Acting(
        account=row.account_id,
        name=row.account_name,
        post=row.post_id,
        title=row.title,
        kind=PostKind(row.kind),
        region=row.region,
        unit=row.unit if isinstance(row.unit, UUID) else UUID(row.unit),
    )
    facts = TokenFacts(row.expires_at, row.revoked_at, bool(row.active), bool(row.held))
    return Bearer(row.pk, acting, row.last_used_on, why_not_token(facts, at))


def own_tokens(account: UUID, at: datetime) -> list[TokenRow]:
    """One's own tokens for their owner, newest first; ended ones stay in sight for a look back."""
    rows = (
        ApiToken.objects.filter(account=account)
        .select_related("account", "post")
        .annotate(held=_with_holding(day_of(at)))
        .order_by("-since", "-id")
    )
    return [
        TokenRow(
            id=row.pk,
            name=row.name,
            title=row.post.title,
            since=row.since,
            expires_at=row.expires_at,
            last_used_on=row.last_used_on,
            revoked=row.revoked_at is not None,
            why=why_not_token(_facts(row), at),
        )
        for row in rows[:100]
    ]


def tokens_of(account: UUID, *, user: Acting, at: datetime) -> list[TokenRow]:
    """The tokens of an account that somebody keeps. Raises :class:`NotFound` outside the area."""
    return own_tokens(kept_account(account, user=user, at=at).id, at)
