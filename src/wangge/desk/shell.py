"""What the frame around every page says: the office's name and the posts to choose among."""

from django.core.cache import cache
from django.http import HttpRequest

from wangge.kernel.asking import Asker
from wangge.kernel.clock import day_of, now
from wangge.people.queries import posts_held
from wangge.people.rules import Acting
from wangge.places.queries import region_name

NAME_KEPT_FOR = 300
"""Seconds that an office's name is kept; a renamed one shows within five minutes."""


def office_of(user: Asker) -> str:
    """The name of the subdistrict somebody acts in, or of the larger region they see."""
    code = user.region[:9]
    key = f"desk.office.{code}"
    name: str | None = cache.get(key)
    if name is None:
        name = region_name(code)
        cache.set(key, name, NAME_KEPT_FOR)
    return name
