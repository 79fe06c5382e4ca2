"""What the shell around every page needs."""

from typing import Any

from django.http import HttpRequest

from wangge.desk.navigation import links
from wangge.desk.shell import office_of, posts_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """The acting post, its sections and the office's name, for the frame of a page.

    ``wall`` is the mode of a screen on a wall: no side bar, larger type, fresh each minute.
    """
    acting = getattr(request, "acting", None)
    return {
        "acting": acting,
        "sections": links(acting, request.path),
        "office": office_of(acting) if acting else "",
        "posts": posts_of(request) if acting else [],
        "wall": "wall" in request.GET,
    }
