"""Which post the signed-in person acts in."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import NotFound
from wangge.people.asking import ActingRequest
from wangge.people.queries import acting_as
from wangge.people.rules import Acting


class Session:
    """Sets ``request.acting``: the post chosen in this session, the first held, or None."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        cast(ActingRequest, request).acting = _acting(request)
        return self.answer(request)


def _acting(request: HttpRequest) -> Acting | None:
    if not request.user.is_authenticated:
        return None
    chosen = request.session.get("post")
    try:
        return acting_as(request.user, day_of(now()), UUID(chosen) if chosen else None)
    except NotFound:
        return None
