"""Errors that a person can mend become pages that say how."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from wangge.kernel.errors import Conflict, Invalid, Mendable, NotFound, Refused

STATUS: dict[type[Mendable], int] = {Refused: 403, NotFound: 404, Conflict: 409, Invalid: 422}


class MendableErrors:
    """Turns a :class:`Mendable` that a view let through into its page, or htmx's into a notice."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for a mendable error; any other goes on."""
        if not isinstance(error, Mendable):
            return None
        status = STATUS.get(type(error), 400)
        return trouble(request, status, reason=error.reason, **WORDS[status]())


def trouble(request: HttpRequest, status: int, **words: str) -> HttpResponse:
    """The page for something that went wrong; for htmx a notice at the edge of the page."""
    if is_part(request):
        answer = render(request, "desk/parts/trouble_note.html", words, status=status)
        answer["HX-Retarget"] = "#toasts"
        answer["HX-Reswap"] = "beforeend"
        return answer
    words["back"] = came_from(request)
    return render(request, "desk/mendable.html", words, status=status)


def is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page rather than a browser for a whole one."""
    return bool(getattr(request, "htmx", False)) and not request.htmx.boosted  # type: ignore[attr-defined]


def came_from(request: HttpRequest) -> str:
    """The page of ours that led here, to go back to; empty where there is none but this one."""
    source = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(source, {request.get_host()}, request.is_secure()):
        return ""
    parts = urlsplit(source)
    back = parts.path + (f"?{parts.query}" if parts.query else "")
    return "" if request.method == "GET" and back == request.get_full_path() else back


def _refused() -> dict[str, str]:
    return {
        "heading": gettext("This isn't yours to do"),
        "mend": gettext("Ask whoever holds the post, or act in another of your posts."),
        "icon": "lock",
    }


def _not_found() -> dict[str, str]:
    return {
        "heading": gettext("Not found"),
        "mend": gettext("It may lie outside your area, or the address may be incomplete."),
        "icon": "search",
    }


def _conflict() -> dict[str, str]:
    return {
        "heading": gettext("Somebody else was first"),
        "mend": gettext("Nothing was written. Open the page again to see how it stands now."),
        "icon": "refresh",
    }


def _invalid() -> dict[str, str]:
    return {
        "heading": gettext("This can't be taken as it is"),
        "mend": gettext("Nothing was written. Go back, correct it and send it again."),
        "icon": "edit",
    }


WORDS = {403: _refused, 404: _not_found, 409: _conflict, 422: _invalid, 400: _invalid}
"""Status → heading, advice and picture of its page."""
