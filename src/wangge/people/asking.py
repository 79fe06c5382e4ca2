"""From a request to the person behind it: what every page of every domain begins with."""

from typing import cast

from django.http import HttpRequest

from wangge.kernel.errors import Refused
from wangge.kernel.words import say
from wangge.people.rules import Acting


class ActingRequest(HttpRequest):
    """A request whose session middleware has looked up the acting post."""

    acting: Acting | None


def acting(request: HttpRequest) -> Acting:
    """Who asks. Raises :class:`Refused` for somebody who is signed in but holds no post."""
    user = cast(ActingRequest, request).acting
    if user is None:
        raise Refused(say("You hold no post today. Ask the campaign office to give you one."))
    return user
