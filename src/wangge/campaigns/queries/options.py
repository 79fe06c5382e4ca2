"""What forms offer to choose from."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from wangge.people.models import Post, Unit
from wangge.people.rules import RIGHTS, Acting, PostKind, Right
from wangge.places.models import PlaceKind
from wangge.places.queries import under, within
from wangge.places.rules import LENGTHS
from wangge.worklog.models import Measure

Pairs = list[tuple[str, str]]
DOERS = [kind.value for kind in PostKind if Right.DO_TASK in RIGHTS[kind]]


@dataclass(frozen=True, slots=True)
class Options:
    """Kinds of place, measures and units to plan a campaign with, as pairs of value and label."""

    kinds: Pairs
    measures: Pairs
    units: Pairs


def campaign_options(*, user: Acting, today: date) -> Options:
    """What a campaign may be planned with: every kind, today's measures, the area's units."""
    kinds = PlaceKind.objects.order_by("name").values_list("code", "name")
    measures = Measure.objects.filter(Q(until__isnull=True) | Q(until__gte=today))
    return Options(
        list(kinds),
        [
            (measure.code, f"{measure.verb} {measure.object} ({measure.unit})")
            for measure in measures.order_by("section", "code")
        ],
        units_for(user=user),
    )


def units_for(*, user: Acting) -> Pairs:
    """Open units in somebody's area."""
    units = within(Unit.objects.filter(closed_on__isnull=True), user)
    return [(str(unit.pk), unit.name) for unit in units.order_by("region", "name")]


def posts_for(*, user: Acting, today: date, region: str = "") -> Pairs:
    """Open posts that do tasks: those answering for ``region``, or all in somebody's area.

    Pairs of id and “title (unit)”.
    """
    posts = Post.objects.filter(kind__in=DOERS).filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=today)
    )
    if region:
        above = ["", *(region[:length] for length in LENGTHS if length <= len(region))]
        posts = posts.filter(region__in=above)
    else:
        posts = posts.filter(under(user.region))
    rows = posts.select_related("unit").order_by("-region" if region else "region", "title", "id")
    return [(str(post.pk), f"{post.title}({post.unit.name})") for post in rows]
