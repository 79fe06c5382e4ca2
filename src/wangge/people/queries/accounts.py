"""Accounts: for those who keep them, for their owner, and for signing in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Prefetch, Q, QuerySet, Sum

from wangge.kernel.clock import day_of
from wangge.kernel.errors import NotFound, refuse
from wangge.kernel.pages import PAGE_SIZE, page_of
from wangge.kernel.words import Said, say
from wangge.people.models import Account, SecondStep, Tenure
from wangge.people.rules import Acting, Right, unseal_secret, why_not, why_not_keep_account
from wangge.places.queries import under


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as the list of accounts shows it; ``why_not`` greys its buttons."""

    id: UUID
    username: str
    name: str
    posts: list[str]
    region: str
    active: bool
    must_change: bool
    second_step: bool
    last_login: datetime | None
    locked_until: datetime | None
    why_not: Said | None


@dataclass(frozen=True, slots=True)
class Accounts:
    """A stretch of the list; ``following`` is the key of the next one."""

    rows: list[AccountRow]
    following: str
    total: int


@dataclass(frozen=True, slots=True)
class Own:
    """One's own account, and the posts ever held, newest first."""

    id: UUID
    username: str
    name: str
    last_login: datetime | None
    password_changed_at: datetime | None
    must_change: bool
    second_step_since: datetime | None
    recovery_codes: int
    tenures: list[tuple[str, str, date, date | None]]
    """(title, unit, since, until)"""


def accounts(
    *, user: Acting, at: datetime, name: str = "", state: str = "", after: str = ""
) -> Accounts:
    """The accounts kept in somebody's area, newest first.

    ``name`` is part of a name or sign-in name; ``state`` one of ``closed``, ``must_change``,
    ``locked``, ``no_post``. Raises :class:`Refused` without the right to keep people.
    """
    refuse(why_not(user, Right.KEEP_PEOPLE, user.region))
    rows = _kept(user)
    if name:
        rows = rows.filter(Q(name__icontains=name) | Q(username__icontains=name.lower()))
    locks = _locks(at)
    today = day_of(at)
    rows = rows.filter(_in_state(state, locks, today))
    page = page_of(_with_posts(rows, today), after, PAGE_SIZE)
    return Accounts([_row(one, user, locks) for one in page.rows], page.following, rows.count())


def account(id: UUID, *, user: Acting, at: datetime) -> AccountRow:
    """One account. Raises :class:`NotFound` outside one's area."""
    refuse(why_not(user, Right.KEEP_PEOPLE, user.region))
    row = _with_posts(_kept(user).filter(pk=id), day_of(at)).first()
    if row is None:
        raise NotFound(say("There is no such account in your area."))
    return _row(row, user, _locks(at))


def _kept(user: Acting) -> QuerySet[Account]:
    """Kept in the area, or holding a post there."""
    posts = Tenure.objects.filter(under(user.region, "post__region")) if user.region else None
    if posts is None:
        return Account.objects.all()
    return Account.objects.filter(under(user.region) | Q(pk__in=posts.values("account")))


def _with_posts(rows: QuerySet[Account], today: date) -> QuerySet[Account]:
    held = Tenure.objects.filter(_on(today)).select_related("post").order_by("since", "id")
    return rows.select_related("second_step").prefetch_related(
        Prefetch("tenures", queryset=held, to_attr="held_today")
    )


def _on(day: date) -> Q:
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def _in_state(state: str, locks: dict[str, datetime], today: date) -> Q:
    held = Tenure.objects.filter(_on(today)).values("account")
    return {
        "closed": Q(is_active=False),
        "must_change": Q(is_active=True, must_change_password=True),
        "locked": Q(username__in=list(locks)),
        "no_post": Q(is_active=True) & ~Q(pk__in=held),
    }.get(state, Q())


def _row(row: Account, user: Acting, locks: dict[str, datetime]) -> AccountRow:
    held: Iterable[Tenure] = getattr(row, "held_today", ())
    step = getattr(row, "second_step", None)
    return AccountRow(
        id=row.pk,
        username=row.username,
        name=row.name,
        posts=[tenure.post.title for tenure in held],
        region=row.region,
        active=row.is_active,
        must_change=row.must_change_password,
        second_step=step is not None and step.since is not None,
        last_login=row.last_login,
        locked_until=locks.get(row.username),
        why_not=why_not_keep_account(user, row.pk, row.region),
    )


def _locks(at: datetime, username: str = "", address: str = "") -> dict[str, datetime]:
    """Sign-in names that are shut out now, from some address at least, and until when."""
    cool_off = get_cool_off() or timedelta()
    rows = AccessAttempt.objects.filter(attempt_time__gte=at - cool_off)
    if username:
        rows = rows.filter(username=username)
    if address:
        rows = rows.filter(ip_address=address)
    found = (
        rows.values("username", "ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
    )
    until: dict[str, datetime] = {}
    for row in found:
        ends = row["last"] + cool_off
        until[row["username"]] = max(ends, until.get(row["username"], ends))
    return until


def locked_until(username: str, address: str, at: datetime) -> datetime | None:
    """Until when sign-ins under a name from an address are shut out; None where they aren't.

    The same for names that no account has: nobody learns from it which names exist.
    """
    return _locks(at, username, address).get(username)


def person_named(username: str) -> UUID | None:
    """The account of a sign-in name, for remembering a failed sign-in."""
    return Account.objects.filter(username=username).values_list("pk", flat=True).first()


def anybody() -> bool:
    """Whether this installation has an account at all."""
    return Account.objects.exists()


def own(id: UUID) -> Own:
    """One's own account, for its owner."""
    row = Account.objects.select_related("second_step").get(pk=id)
    step = getattr(row, "second_step", None)
    tenures = row.tenures.select_related("post__unit").order_by("-since", "-id")
    return Own(
        id=row.pk,
        username=row.username,
        name=row.name,
        last_login=row.last_login,
        password_changed_at=row.password_changed_at,
        must_change=row.must_change_password,
        second_step_since=step.since if step else None,
        recovery_codes=row.recovery_codes.count(),
        tenures=[(one.post.title, one.post.unit.name, one.since, one.until) for one in tenures],
    )


def second_step_secret(id: UUID) -> str | None:
    """The secret that waits for its first code, for its owner's QR code; None where none does."""
    step = SecondStep.objects.filter(account=id, since__isnull=True).first()
    return unseal_secret(step.secret, settings.SECRET_KEY) if step else None


def has_second_step(id: UUID) -> bool:
    """Whether signing in to an account takes a second step."""
    return SecondStep.objects.filter(account=id, since__isnull=False).exists()
