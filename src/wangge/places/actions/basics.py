"""What every installation starts with: the kinds of place, and Puji's nine communities."""

import csv
from datetime import datetime
from importlib.resources import files
from uuid import UUID

from wangge.kernel.asking import Asker
from wangge.kernel.errors import refuse
from wangge.kernel.ids import derived_id
from wangge.places.actions.spelling import spell
from wangge.places.models import PlaceKind, Region
from wangge.places.rules import KEEP_PLACES, Sureness, level_of
from wangge.trail.actions import action
from wangge.trail.rules import Note

_FIELDS = ["name", "name_en", "parent", "source", "sureness"]


@action("places.load_basics")
def load_basics(*, by: Asker, at: datetime, id: UUID) -> Note:
    """Bring kinds of place in line with the package's catalogue, and enter Puji's regions.

    New kinds are added and wordings follow the catalogue; a kind that is no longer in it stays,
    because places may be of it. Regions already there keep their name. Twice changes nothing.
    """
    refuse(by.why_not(KEEP_PLACES, by.region))
    known = {kind.pk: kind for kind in PlaceKind.objects.all()}
    rows = [_kind(row) for row in _data("place_kinds.csv")]
    added = [kind for kind in rows if kind.pk not in known]
    changed = [kind for kind in rows if kind.pk in known and not _same(kind, known[kind.pk])]
    PlaceKind.objects.bulk_create(added)
    if changed:
        PlaceKind.objects.bulk_update(changed, _FIELDS)
    regions = [_region(row) for row in _data("communities.csv")]
    there = set(Region.objects.in_bulk([region.code for region in regions]))
    fresh = [region for region in regions if region.code not in there]
    Region.objects.bulk_create(fresh)
    data = {
        "kinds_added": [kind.pk for kind in added],
        "kinds_changed": [kind.pk for kind in changed],
        "regions_added": [region.code for region in fresh],
    }
    return Note("places.basics", derived_id("places.basics"), "", data)


def _data(name: str) -> list[dict[str, str]]:
    text = files("wangge.places").joinpath(f"data/{name}").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _kind(row: dict[str, str]) -> PlaceKind:
    return PlaceKind(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        parent_id=row["parent"] or None,
        source=row["source"],
        sureness=Sureness(row["sureness"]).value,
    )


def _same(one: PlaceKind, other: PlaceKind) -> bool:
    columns = ("name", "name_en", "parent_id", "source", "sureness")
    return all(getattr(one, column) == getattr(other, column) for column in columns)


def _region(row: dict[str, str]) -> Region:
    level = level_of(row["code"])
    return Region(
        code=row["code"],
        level=level.value if level else "",
        name=row["name"],
        pinyin=spell(row["name"]),
        source=row["source"],
        sureness=Sureness(row["sureness"]).value,
    )
