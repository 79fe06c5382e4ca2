"""The whole demo, from an empty database to 2 September 2020, in one go."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

from wangge.cases.actions import load_catalogue_of_cases
from wangge.cases.jobs import learn_categories, warn_of_late
from wangge.cases.rules.catalogue import FIRST_DAY
from wangge.demo import plan
from wangge.demo.cases_play import open_year
from wangge.demo.office import (
    communities_report,
    correct_one,
    leave_waiting,
    units_sign_up,
    week_brief,
)
from wangge.demo.stage import SET_UP, Stage, build
from wangge.demo.story import Story
from wangge.demo.weeks import Play, hour, lay_plan, monday_of, play_week
from wangge.kernel.ids import new_id
from wangge.places.actions import load_basics
from wangge.trail.jobs import deliver, seal_entries
from wangge.trail.models import Entry
from wangge.worklog.actions import load_catalogue

SEED = 20200902
NOON = hour(plan.TODAY, 12)


def load(tell: Callable[[str], None] = lambda line: None) -> Stage:
    """Build everything through actions and return the stage (who acts, the demo's password)."""
    at = hour(plan.BEGUN, 8)
    load_basics(by=SET_UP, at=at, id=new_id())
    load_catalogue(by=SET_UP, at=at, id=new_id())
    load_catalogue_of_cases(since=FIRST_DAY, by=SET_UP, at=at, id=new_id())
    chance = Random(SEED)  # noqa: S311 - a story, no secret
    stage = build(chance)
    tell(f"{len(stage.units)} units, {len(stage.posts)} posts, {len(stage.grids)} grids")
    cases = open_year(stage)
    cases.until(hour(plan.FIRST_WEEK, 0))
    tell("nine months of cases")
    play = Play(stage, Story(chance))
    lay_plan(play)
    units_sign_up(play)
    for week in range(1, plan.WEEKS + 1):
        play_week(play, week)
        cases.until(min(hour(monday_of(week) + timedelta(days=7), 0), NOON))
        communities_report(play, week)
        if week == 8:
            correct_one(play)
        if week < plan.WEEKS:
            week_brief(play, week)
        tell(f"week {week} of {plan.WEEKS}")
    leave_waiting(play)
    _tell_nothing_old()
    _catch_up()
    seal_entries(at=NOON)
    return stage


def _tell_nothing_old() -> None:
    """What happened before this morning was told in its day; only the rest goes out as notices."""
    while warn_of_late(hour(plan.TODAY, 0) - timedelta(seconds=1)):
        pass  # a batch at a time
    old = Entry.objects.filter(delivered_at__isnull=True, at__lt=hour(plan.TODAY, 0))
    old.update(delivered_at=hour(plan.TODAY, 0))


def _catch_up() -> None:
    """The clockwork has run until noon: limits that passed, notices, what words mean."""
    warn_of_late(NOON)
    deliver(NOON)
    learn_categories(NOON)
