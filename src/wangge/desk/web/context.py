"""What the shell around every page needs."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from wangge.desk.navigation import for_the_thumb, links
from wangge.desk.saying import texts
from wangge.desk.shell import office_of
from wangge.kernel.clock import day_of, now, pinned
from wangge.people.queries import posts_held
from wangge.people.rules import Acting


def shell(request: HttpRequest) -> dict[str, Any]:
    """The acting post, its sections and the office's name, for the frame of a page.

    What only the frame needs stands under ``shell``, so that no page's own words hide it.
    ``wall`` is the mode of a screen on a wall: no side bar, larger type, fresh each minute.
    ``today`` is the office's day, for pages whose scripts offer spans of days; ``pinned`` is that
    day where the installation replays the past, so that every page says so.
    """
    acting: Acting | None = getattr(request, "acting", None)
    sections = links(acting, request.path)
    bar, more = for_the_thumb(sections)
    return {
        "acting": acting,
        "today": day_of(now()),
        "pinned": pinned(),
        "wall": acting is not None and "wall" in request.GET,
        "shell": {
            "saying": texts,
            "sections": sections,
            "bar": bar,
            "more": more,
            "office": office_of(acting) if acting else "",
            "posts": SimpleLazyObject(lambda: _posts(request)),
        },
    }


def _posts(request: HttpRequest) -> list[Acting]:
    """Every post that the signed-in person may act in today."""
    if not request.user.is_authenticated:
        return []
    return posts_held(request.user, day_of(now()))
