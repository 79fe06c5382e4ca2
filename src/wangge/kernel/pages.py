"""What every domain's pages share: translating a rule's sentence, trying an action, paging."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext

from wangge.kernel.errors import Invalid, Mendable
from wangge.kernel.words import Said, say

M = TypeVar("M", bound=Model)
T = TypeVar("T")
PAGE_SIZE = 50


def translate(sentence: str) -> str:
    """A rule's sentence in the reader's language; words inside it are translated too."""
    if not isinstance(sentence, Said):
        return gettext(sentence) if sentence else ""
    if not sentence.params:
        return gettext(sentence.msgid)
    params = {
        key: translate(value) if isinstance(value, str) else value
        for key, value in sentence.params.items()
    }
    return gettext(sentence.msgid) % params


def action_id(request: HttpRequest) -> UUID:
    """The id that the form carries (``{% action_id %}``), so that a second sending is the same."""
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError:
        raise Invalid(say("This form is incomplete. Open the page again and repeat.")) from None


def attempt(request: HttpRequest, act: Callable[[], T], done: str) -> T | None:
    """Do one action for a page and say how it went; None when it was refused.

    ``done`` is the translated sentence for success. A mendable error becomes a message on the
    next page instead of an error page, so that what the person sees stays where they were.
    """
    try:
        result = act()
    except Mendable as error:
        messages.error(request, translate(error.reason))
        return None
    messages.success(request, done)
    return result


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """A stretch of a list. ``following`` is the key to ask for the next one, empty at the end."""

    rows: list[M]
    following: str


def page_of(
    rows: QuerySet[M], after: str = "", size: int = PAGE_SIZE, newest_first: bool = True
) -> Page[M]:
    """The rows after a key, ordered by the primary key: as fast on the last page as on the first.

    ``after`` is the primary key of the last row seen; one that is no key starts from the top.
    """
    ordered = rows.order_by("-pk" if newest_first else "pk")
    if after:
        try:
            key = rows.model._meta.pk.to_python(after)
            ordered = ordered.filter(**{"pk__lt" if newest_first else "pk__gt": key})
        except ValidationError:
            return page_of(rows, "", size, newest_first)
    found = list(ordered[: size + 1])
    return Page(found[:size], str(found[size - 1].pk) if len(found) > size else "")
