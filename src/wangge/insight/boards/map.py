"""The board's map: grids and places of an area with their coverage in one week."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count as CountRows
from django.urls import reverse

from wangge.campaigns.queries.access import seen_tasks
from wangge.campaigns.rules import Count, TaskState, times
from wangge.insight.boards.board import week_on
from wangge.insight.figures import programme_named
from wangge.insight.figures.asking import Named
from wangge.people.rules import Acting
from wangge.places.queries import Filters, grids_map, places, places_map


def board_map(*, user: Acting, programme: Named, on: date) -> dict[str, Any]:
    """Grids and places as two FeatureCollections for ``showMap``.

    Each feature has ``heat`` (the shade of a coverage cell), ``words`` (done and all tasks) and
    ``url``, its tasks of the week; what has no task keeps the shade ``none``.
    """
    plan = programme_named(programme, user)
    week = week_on(plan, on)
    shapes = grids_map(user=user, under=plan.region)
    spots = places_map(places(user=user, filters=Filters(region=plan.region)))
    by_grid: dict[str, Count] = defaultdict(Count)
    by_place: dict[UUID, Count] = defaultdict(Count)
    here = ""
    if week is not None:
        here = reverse("campaigns:round", args=[week.round.pk])
        tasks = seen_tasks(user).filter(round=week.round).order_by()
        for region, place, state, number in tasks.values_list("region", "place", "state").annotate(
            n=CountRows("pk")
        ):
            some = times(TaskState(state), number)
            by_grid[region[:15]] += some
            if place is not None:
                by_place[place] += some
    for feature in shapes["features"]:
        code = feature["properties"]["code"]
        _mark(feature, by_grid[code], f"{here}?area={code}&show=all#tasks" if here else "")
    for feature in spots["features"]:
        id = feature["properties"]["id"]
        _mark(feature, by_place[UUID(id)], reverse("places:place", args=[id]))
    return {"grids": shapes, "places": spots}


def _mark(feature: dict[str, Any], count: Count, url: str) -> None:
    properties = feature["properties"]
    properties["heat"] = count.heat
    properties["words"] = f"{count.done}/{count.tasks}" if count.tasks else "—"
    properties["url"] = url
