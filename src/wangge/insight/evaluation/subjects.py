"""Names of what is evaluated, and who did the work of a post."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from wangge.insight.evaluation.passes import LETTERS, OF_AREAS, KeysOf, Question
from wangge.insight.rules.evaluation import Subject
from wangge.kernel.errors import NotFound
from wangge.kernel.words import say
from wangge.people.models import Post, Tenure, Unit
from wangge.people.rules import Acting, PostKind
from wangge.places.models import Grid, Region
from wangge.places.queries import names, under, within

LENGTHS = {Subject.AREAS: 15, Subject.COMMUNITIES: 12}
"""Digits of the codes of areas."""
NOBODY = "0" * 32
KINDS = {
    Subject.INSPECTORS: (PostKind.INSPECTOR,),
    Subject.HEADS: (PostKind.OFFICE_HEAD,),
}
"""Posts that are evaluated as such even if they did nothing; others appear by what they did."""


@dataclass(frozen=True, slots=True)
class Named:
    """One subject: its key (a code, or an id without hyphens), its name, where it belongs."""

    key: str
    name: str
    note: str = ""


def own_key(subject: Subject, whose: str) -> str:
    """The subject that a row's region belongs to; other keys are subjects already."""
    return whose[: LENGTHS[subject]] if subject in LENGTHS else whose


def named(
    subject: Subject, found: Iterable[str], *, user: Acting, region: str, on: date
) -> dict[str, Named]:
    """Subjects by key with their names: all there are in the area, and what was found."""
    keys = set(found)
    if subject in OF_AREAS:
        return _areas(subject, keys, user, region)
    if subject is Subject.UNITS:
        return _units(keys)
    return _posts(subject, keys, user, region, on)


def _areas(subject: Subject, keys: set[str], user: Acting, region: str) -> dict[str, Named]:
    """Grids or communities of the area. What has no grid stays under its community's code."""
    if subject is Subject.COMMUNITIES:
        rows = within(Region.objects.filter(under(region, "code")), user, "code")
        known = dict(rows.filter(level="community").values_list("code", "name"))
        upper: dict[str, str] = {}
    else:
        grids = within(Grid.objects.filter(under(region, "code")), user, "code")
        known = dict(grids.values_list("code", "name"))
        upper = names({code[: LENGTHS[Subject.COMMUNITIES]] for code in (*known, *keys)})
    others = names(keys - known.keys())
    return {
        code: Named(code, known.get(code) or others.get(code, code), upper.get(code[:12], ""))
        for code in sorted(known.keys() | keys)
    }


def _units(keys: set[str]) -> dict[str, Named]:
    rows = Unit.objects.filter(pk__in=[UUID(key) for key in keys]).order_by("name", "pk")
    return {unit.pk.hex: Named(unit.pk.hex, unit.name) for unit in rows}


def _posts(
    subject: Subject, keys: set[str], user: Acting, region: str, on: date
) -> dict[str, Named]:
    """Posts that did something. Inspectors and heads are only posts of that kind."""
    kinds = KINDS.get(subject)
    chosen = Q(pk__in=[UUID(key) for key in keys])
    if kinds is not None:
        of_kind = Q(kind__in=[kind.value for kind in kinds])
        there = Q(closed_on__isnull=True) & under(region)
        chosen = of_kind & (chosen | there)
    elif subject is Subject.CLERKS:
        chosen &= ~Q(kind=PostKind.OFFICE_HEAD.value)
    found = Post.objects.filter(chosen).select_related("unit").order_by("title", "pk")
    return {post.pk.hex: Named(post.pk.hex, post.title, post.unit.name) for post in found}


def posts_of_accounts(since: date, until: date) -> dict[str, str]:
    """The inspector's post of each account that held one in these days, the latest where several.

    A report knows its reporter's account and everything later the post, so reports are brought
    home to posts here.
    """
    held = Tenure.objects.filter(post__kind=PostKind.INSPECTOR.value, since__lte=until)
    held = held.filter(Q(until__isnull=True) | Q(until__gte=since)).order_by("since", "pk")
    return {account.hex: post.hex for account, post in held.values_list("account", "post")}


def keys_of(question: Question, subject: Subject, whose: str) -> KeysOf:
    """The values of a column that stand for one subject; none where the region says it already."""

    def keys(column: str) -> list[str]:
        if subject in LENGTHS:
            # What was reported without a grid has a shorter code and is a line of its own.
            return [] if len(whose) == LENGTHS[subject] else [whose]
        if column == "reporter":
            posts = posts_of_accounts(question.since, question.until)
            accounts = sorted(account for account, post in posts.items() if post == whose)
            return accounts[: len(LETTERS)] or [NOBODY]
        return [whose]

    return keys


def subject_named(subject: Subject, key: str, *, user: Acting, region: str, on: date) -> Named:
    """One subject by its key. Raises :class:`NotFound` for none, or one outside the area."""
    try:
        wanted = key if subject in OF_AREAS else UUID(key).hex
    except ValueError:
        wanted = ""
    if subject in OF_AREAS:
        seen = wanted.isdigit() and wanted.startswith(region)
        found = _areas(subject, {wanted}, user, wanted) if seen else {}
        if wanted not in names([wanted]):
            found = {}
    else:
        found = named(subject, {wanted} if wanted else (), user=user, region=region, on=on)
    if wanted not in found:
        raise NotFound(say("There is nothing like that to evaluate in your area."))
    return found[wanted]
