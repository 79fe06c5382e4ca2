"""What the frame around every page says."""

from django.core.cache import cache

from wangge.kernel.asking import Asker
from wangge.places.models import Region

NAME_KEPT_FOR = 300
"""Seconds that an office's name is kept; a renamed one shows within five minutes."""


def office_of(user: Asker) -> str:
    """The name of the subdistrict somebody acts in, or of the larger region they see."""
    code = user.region[:9]
    key = f"desk.office.{code}"
    name: str | None = cache.get(key)
    if name is None:
        name = Region.objects.filter(code=code).values_list("name", flat=True).first() or ""
        cache.set(key, name, NAME_KEPT_FOR)
    return name
