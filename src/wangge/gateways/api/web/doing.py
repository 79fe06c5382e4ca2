"""From a request to an action: who, when, under which id; and what the answer says."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from wangge.gateways.api.web.errors import Malformed
from wangge.gateways.api.web.types import Doing
from wangge.gateways.api.web.writing import answer
from wangge.kernel.clock import now
from wangge.kernel.ids import new_id
from wangge.kernel.words import say
from wangge.people.asking import acting
from wangge.trail.rules import Happened

HEADER = "Idempotency-Key"


def id_of(request: HttpRequest, body: Doing | None) -> UUID:
    """The id of a change: the body's, the header's, or a fresh one.

    Raises :class:`Malformed` for a header that is no id.
    """
    if body is not None and body.id is not None:
        return body.id
    given = request.headers.get(HEADER)
    if not given:
        return new_id()
    try:
        return UUID(given)
    except ValueError:
        raise Malformed(say("Idempotency-Key isn't an id."), HEADER) from None


def do(
    request: HttpRequest, action: Callable[..., Happened], id: UUID, /, **words: Any
) -> HttpResponse:
    """Do one action as the token's post and say what was done."""
    return told(action(by=acting(request), at=now(), id=id, **words))


def told(entry: Happened, **more: Any) -> HttpResponse:
    """What was done, from the trail's entry."""
    return answer(
        {
            "id": entry.id,
            "action": entry.action,
            "subject": entry.subject,
            "at": entry.at,
            "data": entry.data,
            **more,
        }
    )
