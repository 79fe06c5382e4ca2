"""Units, and the command tree with whoever holds its posts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Model, Prefetch, Q, QuerySet

from wangge.kernel.errors import NotFound
from wangge.kernel.pages import Page, page_of
from wangge.kernel.words import Said, say
from wangge.people.models import Account, Post, Tenure, Unit
from wangge.people.rules import (
    Acting,
    PostKind,
    Right,
    UnitKind,
    why_not,
    why_not_close_post,
    why_not_close_unit,
)
from wangge.places.models import Grid, Region
from wangge.places.queries import under
from wangge.places.rules import LENGTHS

M = TypeVar("M", bound=Model)
MANY = 2000
"""Areas that a select box offers at most."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post. ``tenure`` is what relieving them names."""

    tenure: UUID
    account: UUID
    name: str
    since: date
    until: date | None


@dataclass(slots=True)
class Node:
    """A post of the command tree, and those under it."""

    id: UUID
    kind: PostKind
    title: str
    unit: UUID
    unit_name: str
    region: str
    closed_on: date | None
    superior: UUID | None
    holders: list[Holder]
    past: list[Holder] = field(default_factory=list)
    under: list["Node"] = field(default_factory=list)
    why_not_close: Said | None = None
    why_not_keep: Said | None = None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as the list shows it."""

    id: UUID
    kind: UnitKind
    name: str
    region: str
    parent_name: str
    posts: int
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit with its posts and the units under it."""

    unit: UnitRow
    posts: list[Node]
    units: list[UnitRow]
    why_not_close: Said | None
    why_not_keep: Said | None


def _seen(rows: QuerySet[M], user: Acting, column: str = "region") -> QuerySet[M]:
    """Within the area, for those who see records or keep people; the administrator only keeps."""
    if why_not(user, Right.SEE, user.region) and why_not(user, Right.KEEP_PEOPLE, user.region):
        return rows.none()
    return rows.filter(under(user.region, column))


def command_tree(*, user: Acting, on: date) -> list[Node]:
    """The open posts of somebody's area and of the areas that contain it, as a tree.

    Everybody sees who stands above them, up to the subdistrict. Roots are posts without a
    superior among those shown; two queries whatever the size.
    """
    above = [user.region[:length] for length in LENGTHS if 9 <= length < len(user.region)]
    rows = Post.objects.filter(closed_on__isnull=True).filter(
        under(user.region) | Q(region__in=above)
    )
    nodes = {node.id: node for node in _nodes(rows, on)}
    roots: list[Node] = []
    for node in nodes.values():
        superior = nodes.get(node.superior) if node.superior else None
        (superior.under if superior else roots).append(node)
    return roots


def _nodes(rows: QuerySet[Post], on: date) -> list[Node]:
    held = Tenure.objects.select_related("account").order_by("since", "id")
    posts = rows.select_related("unit").prefetch_related(Prefetch("tenures", queryset=held))
    order = list(PostKind)
    found = [_node(post, on) for post in posts]
    return sorted(found, key=lambda node: (order.index(node.kind), node.region, node.title))


def _node(post: Post, on: date) -> Node:
    holders: list[Holder] = []
    past: list[Holder] = []
    for tenure in post.tenures.all():
        holder = Holder(
            tenure.pk, tenure.account_id, tenure.account.name, tenure.since, tenure.until
        )
        (past if tenure.until and tenure.until < on else holders).append(holder)
    return Node(
        id=post.pk,
        kind=PostKind(post.kind),
        title=post.title,
        unit=post.unit_id,
        unit_name=post.unit.name,
        region=post.region,
        closed_on=post.closed_on,
        superior=post.superior_id,
        holders=holders,
        past=past,
    )


def post(id: UUID, *, user: Acting, on: date) -> Node:
    """One post with its holders, now and before, and the posts directly under it."""
    found = _nodes(_seen(Post.objects.filter(pk=id), user), on)
    if not found:
        raise NotFound(say("There is no such post in your area."))
    node = found[0]
    node.under = _nodes(Post.objects.filter(superior=id, closed_on__isnull=True), on)
    node.why_not_keep = why_not(user, Right.KEEP_PEOPLE, node.region)
    node.why_not_close = why_not_close_post(user, node.region, len(node.holders), len(node.under))
    return node


def _rows(rows: QuerySet[Unit]) -> QuerySet[Unit]:
    posts = Count("posts", filter=Q(posts__closed_on__isnull=True))
    return rows.select_related("parent").annotate(open_posts=posts)


def _row(unit: Unit) -> UnitRow:
    return UnitRow(
        id=unit.pk,
        kind=UnitKind(unit.kind),
        name=unit.name,
        region=unit.region,
        parent_name=unit.parent.name if unit.parent else "",
        posts=getattr(unit, "open_posts", 0),
        closed_on=unit.closed_on,
    )


@dataclass(frozen=True, slots=True)
class Units:
    """A stretch of the list, and how many units of each kind the area has in all."""

    rows: list[UnitRow]
    following: str
    counts: list[tuple[UnitKind, int]]
    total: int


def units(
    *, user: Acting, kind: str = "", name: str = "", closed: bool = False, after: str = ""
) -> Units:
    """The units of somebody's area, newest first; closed ones only when asked for."""
    mine = _seen(Unit.objects.filter(closed_on__isnull=not closed), user)
    by_kind = dict(mine.order_by().values_list("kind").annotate(n=Count("id")))
    rows = mine.filter(kind=kind) if kind else mine
    if name:
        rows = rows.filter(name__icontains=name)
    page: Page[Unit] = page_of(_rows(rows), after)
    counts = [(one, by_kind[one.value]) for one in UnitKind if one.value in by_kind]
    return Units([_row(one) for one in page.rows], page.following, counts, rows.count())


def unit(id: UUID, *, user: Acting, on: date) -> UnitPage:
    """One unit with its posts. Raises :class:`NotFound` outside one's area."""
    found = _rows(_seen(Unit.objects.filter(pk=id), user)).first()
    if found is None:
        raise NotFound(say("There is no such unit in your area."))
    parts = [_row(one) for one in _rows(Unit.objects.filter(parent=id)).order_by("name", "id")]
    posts = _nodes(Post.objects.filter(unit=id), on)
    open_parts = sum(1 for one in parts if one.closed_on is None)
    row = _row(found)
    return UnitPage(
        unit=row,
        posts=posts,
        units=parts,
        why_not_close=why_not_close_unit(user, row.region, row.posts, open_parts),
        why_not_keep=why_not(user, Right.KEEP_PEOPLE, row.region),
    )


def areas(user: Acting) -> list[tuple[str, str]]:
    """(code, name) of the regions and grids in somebody's area, in the order of the tree.

    Empty where there would be more than a select box can hold: then the code is typed.
    """
    if len(user.region) < 6:
        return []
    regions = Region.objects.filter(under(user.region, "code")).values_list("code", "name")
    grids = Grid.objects.filter(under(user.region, "code")).values_list("code", "name")
    return sorted([*regions[:MANY], *grids[:MANY]])[:MANY]


def units_to_choose(user: Acting) -> list[tuple[UUID, str]]:
    """(id, name) of the open units of an area, for a select box."""
    rows = _seen(Unit.objects.filter(closed_on__isnull=True), user)
    return list(rows.order_by("name", "id").values_list("pk", "name")[:MANY])


def superiors(user: Acting) -> list[tuple[UUID, str]]:
    """(id, title) of the open posts of an area, for a select box."""
    return _titles(_seen(Post.objects.filter(closed_on__isnull=True), user))


def posts_to_give(user: Acting) -> list[tuple[UUID, str]]:
    """(id, title) of the posts that somebody may give to people."""
    if why_not(user, Right.KEEP_PEOPLE, user.region):
        return []
    return superiors(user)


def _titles(rows: QuerySet[Post]) -> list[tuple[UUID, str]]:
    found: Iterable[Post] = rows.select_related("unit").order_by("unit__name", "title", "id")[:MANY]
    return [(one.pk, f"{one.title} · {one.unit.name}") for one in found]


def people_to_appoint(user: Acting) -> list[tuple[UUID, str]]:
    """(id, name) of the open accounts that may be given a post; never one's own."""
    if why_not(user, Right.KEEP_PEOPLE, user.region):
        return []
    rows = Account.objects.filter(is_active=True).filter(under(user.region))
    rows = rows.exclude(pk=user.account) if user.account else rows
    found = rows.order_by("name", "id").values_list("pk", "name", "username")[:MANY]
    return [(pk, f"{name} ({username})") for pk, name, username in found]
