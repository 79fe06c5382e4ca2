"""Errors that a person can mend become pages that say how."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wangge.kernel.errors import Conflict, Invalid, Mendable, NotFound, Refused

STATUS: dict[type[Mendable], int] = {Refused: 403, NotFound: 404, Conflict: 409, Invalid: 422}


class MendableErrors:
    """Turns a :class:`Mendable` that a view let through into its page."""

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
        return render(request, "desk/mendable.html", {"reason": error.reason}, status=status)
