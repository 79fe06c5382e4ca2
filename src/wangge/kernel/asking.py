"""Who acts and who asks, as every layer sees them; the domain of people fills these in."""

from typing import Protocol, cast
from uuid import UUID

from django.http import HttpRequest

from wangge.kernel.errors import Refused
from wangge.kernel.words import Said, say


class Actor(Protocol):
    """Who acts: an account in a post. The clockwork has neither."""

    @property
    def account(self) -> UUID | None: ...
    @property
    def post(self) -> UUID | None: ...
    @property
    def title(self) -> str: ...
    @property
    def name(self) -> str: ...


class Asker(Actor, Protocol):
    """Somebody with rights in a region (a code prefix; empty for the whole country)."""

    @property
    def region(self) -> str: ...

    def why_not(self, right: str, region: str) -> Said | None:
        """Why this post may not use ``right`` (a ``people.rules.Right``) in ``region``."""
        ...


def acting(request: HttpRequest) -> Asker:
    """Who asks. Raises :class:`Refused` for somebody who is signed in but holds no post."""
    user = cast(Asker | None, getattr(request, "acting", None))
    if user is None:
        raise Refused(say("You hold no post today. Ask the campaign office to give you one."))
    return user
