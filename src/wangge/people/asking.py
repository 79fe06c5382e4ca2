"""From a request to the person behind it: what every page above this domain begins with."""

from typing import cast

from django.http import HttpRequest

from wangge.kernel import asking
from wangge.people.rules import Acting


class ActingRequest(HttpRequest):
    """A request whose session middleware has looked up the acting post."""

    acting: Acting | None


def acting(request: HttpRequest) -> Acting:
    """Who asks. Raises :class:`Refused` for somebody who is signed in but holds no post."""
    return cast(Acting, asking.acting(request))
