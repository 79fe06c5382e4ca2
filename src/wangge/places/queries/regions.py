"""Reads of regions. Their names are public: anyone who may see records may look them up."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from wangge.kernel.asking import Asker
from wangge.kernel.errors import NotFound, refuse
from wangge.kernel.words import say
from wangge.places.models import Grid, Region
from wangge.places.queries.scope import under, within
from wangge.places.rules import LENGTHS, Level, level_of
from wangge.trail.rules import SEE

_CHUNK = 10_000
"""Codes in one query: both databases take far more, but not without end."""


@dataclass(slots=True)
class Node:
    """A region or grid with what lies in it."""

    code: str
    name: str
    level: Level
    children: list["Node"] = field(default_factory=list)


def names(codes: Iterable[str]) -> dict[str, str]:
    """Names of regions and grids by code, for labels; unknown codes are left out.

    One query for up to 10,000 codes.
    """
    wanted = sorted({code for code in codes if code})
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        regions = Region.objects.filter(code__in=part).values_list("code", "name")
        found.update(
            regions.union(Grid.objects.filter(code__in=part).values_list("code", "name"), all=True)
        )
    return found


def region(code: str, *, user: Asker) -> Region:
    """One region. Raises :class:`NotFound` for an unknown code."""
    refuse(user.why_not(SEE, user.region))
    found = Region.objects.filter(code=code).first()
    if found is None:
        raise NotFound(say("There is no region with the code %(code)s.", code=code))
    return found


def ancestors(code: str) -> list[str]:
    """The codes above a code, from the province down, the code itself last."""
    return [code[:length] for length in LENGTHS if length <= len(code)]


def communities(*, user: Asker, under: str = "") -> QuerySet[Region]:
    """The communities in somebody's area, in code order; for a grid leader the grid's own."""
    if user.why_not(SEE, user.region) is not None:
        return Region.objects.none()
    rows = Region.objects.filter(level=Level.COMMUNITY.value)
    for prefix in (user.region, under):
        rows = rows.filter(_under(prefix[:12]))
    return rows.order_by("code")


def _under(prefix: str) -> Q:
    return under(prefix, "code")


def area_options(*, user: Asker) -> list[tuple[str, str, int]]:
    """Every region and grid of somebody's area in tree order: code, name, how deep it lies."""
    found: list[tuple[str, str, int]] = []

    def walk(nodes: Iterable[Node], depth: int) -> None:
        for node in nodes:
            found.append((node.code, node.name, depth))
            walk(node.children, depth + 1)

    walk(region_tree(user=user), 0)
    return found


def region_tree(*, user: Asker, under: str = "") -> list[Node]:
    """The regions and grids of an area as a tree, from ``under`` (or the user's own region) down.

    Two queries. Above a district the tree stops one level down: the whole country has 665,000
    regions, and :func:`browse` goes through them level by level.
    """
    root = under if under.startswith(user.region) else user.region
    if user.why_not(SEE, root) is not None:
        return []
    shown = Region.objects.filter(_under(root[:12]))
    if len(root) < 6:
        shown = shown.filter(level__in=_levels(root))
    nodes = [Node(row.code, row.name, Level(row.level)) for row in shown.order_by("code")]
    if len(root) >= 6:
        rows = within(Grid.objects.filter(_under(root)), user, "code").order_by("code")
        nodes += [Node(code, name, Level.GRID) for code, name in rows.values_list("code", "name")]
    return _hang(nodes)


def _levels(root: str) -> list[str]:
    below = [level.value for length, level in LENGTHS.items() if length > len(root)]
    own = level_of(root)
    return below[:1] + ([own.value] if own else [])


def _hang(nodes: list[Node]) -> list[Node]:
    """Hang each node under the nearest one above it; those without one are roots."""
    known = {node.code: node for node in nodes}
    roots: list[Node] = []
    for node in nodes:
        above = next((a for a in reversed(ancestors(node.code)[:-1]) if a in known), None)
        (known[above].children if above else roots).append(node)
    return roots


def browse(*, user: Asker, parent: str = "", text: str = "") -> QuerySet[Region]:
    """What lies one level under a region; with ``text``, anything under it that fits.

    A text fits a part of a name or its pinyin; digits are the beginning of a code.
    """
    refuse(user.why_not(SEE, user.region))
    rows = Region.objects.filter(_under(parent))
    if text:
        sought = text.strip()
        if sought.isdigit():
            return rows.filter(_under(sought))
        found = Q(name__contains=sought)
        if sought.isascii():
            found |= Q(pinyin__contains=sought.lower().replace(" ", ""))
        return rows.filter(found)
    below = next(level for length, level in LENGTHS.items() if length > len(parent))
    return rows.filter(level=below.value)


def region_counts() -> dict[str, int]:
    """How many regions of each level are loaded: level → number."""
    rows = Region.objects.order_by("level").values_list("level").annotate(number=Count("code"))
    return dict(rows)
