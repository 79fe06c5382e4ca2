"""The year of cases, from the duty table to the queue of the last day."""

from random import Random

from wangge.demo import plan
from wangge.demo.cases_duty import enter_duties
from wangge.demo.cases_lives import life
from wangge.demo.cases_story import SEED, year
from wangge.demo.cases_world import World, known_sites
from wangge.demo.stage import Stage
from wangge.demo.weeks import hour


def open_year(stage: Stage) -> World:
    """Enter who is on duty, and let every case of the year wait for its day."""
    enter_duties(stage, hour(plan.BEGUN, 9))
    chance = Random(SEED)  # noqa: S311 - a story, no secret
    world = World(stage, chance)
    for tale in year(known_sites(), chance):
        world.begin(life(world, tale))
    return world
