"""The door before every page of the portal: no account, limits, its own words for trouble."""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.decorators import decorator_from_middleware
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from wangge.kernel.clock import HERE, day_of, now
from wangge.kernel.errors import Conflict, Invalid, Mendable, NotFound, Refused
from wangge.kernel.pages import translate
from wangge.portal import queries
from wangge.portal.actions import count_visit
from wangge.portal.rules import MOST_BYTES, Gate

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
STATUS: dict[type[Mendable], int] = {Refused: 403, NotFound: 404, Conflict: 409, Invalid: 422}


class TooOften(Exception):
    """An address came too often; ``again`` is when it may come again."""

    def __init__(self, again: datetime) -> None:
        super().__init__(again)
        self.again = again


class _Csrf(CsrfViewMiddleware):
    """Django's check of a form's origin, with our own page for what it refuses."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return trouble(
            request,
            403,
            reason=gettext("The form was open too long, or this browser keeps no cookies."),
            mend=gettext("Nothing was sent. Open the form again and send it once more."),
        )


_checked = decorator_from_middleware(_Csrf)


def public(view: View[P]) -> View[P]:
    """A page for anybody. A form's size is looked at before it is read; errors become our page."""
    checked: View[P] = _checked(view)
    return _door(checked)


def with_secret(view: View[P]) -> View[P]:
    """A page under a secret link: kept by nobody, told to no other site, not found by searching.

    Knowing the address is the right to it, so no token is asked for beside it; browsers that
    tell no other page where they were (``no-referrer``) couldn't show one's origin either.
    Links that lead nowhere are counted, and an address that tries too many is held off.
    """

    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        at, address = now(), address_of(request)
        hold(queries.again_at(gate=Gate.GUESS, address=address, at=at))
        try:
            return view(request, *args, **kwargs)
        except NotFound:
            count_visit(gate=Gate.GUESS, address=address, at=at)
            raise

    return _door(answer, secret=True)


def _door(view: View[P], secret: bool = False) -> View[P]:
    @functools.wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        found = _answered(view, request, *args, **kwargs)
        if secret:
            found["Referrer-Policy"] = "no-referrer"
            found["X-Robots-Tag"] = "noindex, nofollow"
            found.setdefault("Cache-Control", "private, no-store")
        else:
            found.setdefault("Cache-Control", "private, no-cache")
        return found

    opened: View[P] = login_not_required(csrf_exempt(answer))
    return opened


def _answered(
    view: Callable[..., HttpResponseBase], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if announced.isdigit() and int(announced) > MOST_BYTES:
        return trouble(
            request,
            413,
            reason=gettext("This is more than %(most)s MB at once.")
            % {"most": MOST_BYTES // 1024 // 1024},
            mend=gettext("Send fewer or smaller photos."),
        )
    try:
        return view(request, *args, **kwargs)
    except TooOften as error:
        return too_often(request, error.again)
    except (SuspiciousOperation, MultiPartParserError):
        return trouble(
            request,
            400,
            reason=gettext("What was sent was too large or incomplete."),
            mend=gettext("Nothing was written. Go back and send less at once."),
        )
    except Mendable as error:
        status = STATUS.get(type(error), 400)
        return trouble(request, status, reason=translate(error.reason))


def trouble(
    request: HttpRequest, status: int, *, reason: str, mend: str = "", again: str = ""
) -> HttpResponse:
    """The page for what stands in the way; JSON for a script that asks for it."""
    accepted = request.headers.get("Accept", "")
    if "application/json" in accepted and "text/html" not in accepted:
        words = {"reason": reason, "mend": mend, "again_at": again}
        return JsonResponse({k: v for k, v in words.items() if v}, status=status)
    context = {"reason": reason, "mend": mend, "status": status, "office": queries.office()}
    return render(request, "portal/trouble.html", context, status=status)


def too_often(request: HttpRequest, again: datetime) -> HttpResponse:
    """Held off for a while: says until when, on the page and for machines."""
    here, today = again.astimezone(HERE), day_of(now())
    time = here.strftime("%H:%M" if here.date() == today else "%Y-%m-%d %H:%M")
    answer = trouble(
        request,
        429,
        reason=gettext(
            "A great deal has come from this connection, so it is held off for a while."
        ),
        mend=gettext("Try again at %(time)s. If it is urgent, call the office or 12345.")
        % {"time": time},
        again=again.isoformat(),
    )
    answer["Retry-After"] = str(max(1, int((again - now()).total_seconds()) + 1))
    return answer


def hold(again: datetime | None) -> None:
    """Raise :class:`TooOften` if there is a time to come again."""
    if again is not None:
        raise TooOften(again)


def address_of(request: HttpRequest) -> str:
    """The client's network address, as far as it is known.

    ``X-Forwarded-For`` is what the client says until a proxy of ours adds to it, so only as many
    of its last words are believed as ``settings.PROXIES`` names such proxies.
    """
    own = str(request.META.get("REMOTE_ADDR", ""))
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies: int = settings.PROXIES
    return said[-proxies] or own if 0 < proxies <= len(said) else own
