"""What every address of Open311 shares: formats, errors as the specification writes them, CORS."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from wangge.cases.queries import open311 as cases
from wangge.gateways.open311.asked import Fields
from wangge.gateways.open311.formats import CONTENT_TYPES, Format, Tree, format_of, written
from wangge.kernel.errors import Mendable, NotFound
from wangge.kernel.pages import translate
from wangge.kernel.words import say
from wangge.people.rules import PUBLIC, Acting

P = ParamSpec("P")
UNREADABLE = (SuspiciousOperation, MultiPartParserError, UnreadablePostError)
"""What reading a body raises that is broken, too large, or has too many fields."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a view found: the XML's outermost element, and what lies in it."""

    root: str
    content: Tree | Sequence[Any]


class KeyWrong(Exception):
    """No key, a wrong one, or one that doesn't hold there. ``reason`` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


View = Callable[Concatenate[HttpRequest, P], Answer]


def address(*methods: str) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Make a function from a request to an :class:`Answer` an address for these methods.

    Nobody is signed in here and no cookie is asked for, so pages of other sites may read the
    answers (``Access-Control-Allow-Origin: *``), and a form needs no token of ours.
    """

    def wrap(view: View[P]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @login_not_required
        @functools.wraps(view)
        def answer(
            request: HttpRequest, *args: Any, ending: str = "", **kwargs: Any
        ) -> HttpResponse:
            format = format_of(ending, request.headers.get("Accept", ""))
            if request.method == "OPTIONS":
                found = HttpResponse(status=204)
            elif request.method not in methods:
                how = say("Use %(methods)s here.", methods=", ".join(methods))
                found = trouble(format, 405, translate(how))
                found["Allow"] = ", ".join((*methods, "OPTIONS"))
            else:
                found = _tried(view, format, request, *args, **kwargs)
            return _open_to_all(found, methods)

        return answer

    return wrap


def _tried(
    view: Callable[..., Answer], format: Format, request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    try:
        return _written(format, view(request, *args, **kwargs), 200)
    except KeyWrong as error:
        return trouble(format, 403, translate(error.reason))
    except NotFound as error:
        return trouble(format, 404, translate(error.reason))
    except Mendable as error:
        return trouble(format, 400, translate(error.reason))
    except UNREADABLE:
        return trouble(format, 400, translate(say("The request can't be read, or is too large.")))


def trouble(format: Format, code: int, description: str) -> HttpResponse:
    """An error in the specification's form: a list, although it always has one."""
    errors = [{"code": code, "description": description}]
    return _written(format, Answer("errors", errors), code)


def _written(format: Format, answer: Answer, status: int) -> HttpResponse:
    found = HttpResponse(
        written(format, answer.root, answer.content),
        content_type=CONTENT_TYPES[format],
        status=status,
    )
    patch_vary_headers(found, ["Accept"])
    return found


def _open_to_all(answer: HttpResponse, methods: Sequence[str]) -> HttpResponse:
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Allow-Methods"] = ", ".join((*methods, "OPTIONS"))
    answer["Access-Control-Allow-Headers"] = "Accept, Accept-Language, Content-Type"
    answer["Access-Control-Max-Age"] = "86400"
    return answer


def query(request: HttpRequest) -> Fields:
    """What stands behind the address's question mark."""
    return Fields(request.GET.lists())


def form(request: HttpRequest) -> Fields:
    """What was sent, and behind the question mark what some clients put there; the form counts."""
    return Fields((dict(request.GET.lists()) | dict(request.POST.lists())).items())


def anybody(fields: Fields) -> Acting:
    """The public in the jurisdiction that a client names, everywhere without.

    Raises :class:`NotFound` for one that isn't served here.
    """
    code = fields.text("jurisdiction_id")
    return replace(PUBLIC, region=cases.jurisdiction(code)) if code else PUBLIC


@address("GET", "HEAD", "POST")
def nothing_here(request: HttpRequest) -> Answer:
    """Any other address under this one."""
    raise NotFound(say("There is no such address. Begin with %(path)s.", path="discovery.json"))
